import { randomUUID } from 'node:crypto';
import { eventSessionIdOf } from '@presence/protocol';
import express, { type Router } from 'express';
import * as z from 'zod';
import type { Log } from '../model/log.ts';
import type { ApiContext } from './api-context.ts';
import { parseJsonBody } from './json-body.ts';
import { parseInput } from './parse-input.ts';

/** Names written to the log of one call. Ours, 2026-11-22. */
const MOST_NAMES = 50;

/** Clients differ in how they name things; what is not a name of an event is left unread. */
const named = z.looseObject({
  event: z.string().optional(),
  event_type: z.string().optional(),
  name: z.string().optional(),
});
const schema = z.looseObject({
  event_session_id: z.string().optional(),
  events: z.array(named).optional(),
});

/**
 * `POST /api/event_sessions`: telemetry of mobile apps. Documented is the address and its purpose; ours: the log gets the
 * names of the events beside the capture's id, and nothing is stored.
 */
export function telemetryRoutes({
  secure,
  logger,
}: Pick<ApiContext, 'secure'> & { readonly logger: Log }): Router {
  const router = express.Router();
  secure(router, '/event_sessions', {
    post: async (req, res) => {
      await parseJsonBody(req, res);
      const { event_session_id, events = [] } = parseInput(schema, req.body, 'body');
      const id = eventSessionIdOf(event_session_id) ?? randomUUID();
      const names = events.slice(0, MOST_NAMES).map(nameOf);
      logger.info({ event_session_id: id, events: names, count: events.length }, 'telemetry of an app');
      res.status(201).json({ event_session_id: id });
    },
  });
  return router;
}

function nameOf(event: z.infer<typeof named>): string {
  const name = event.event ?? event.event_type ?? event.name ?? '';
  return /^[\w.:-]{1,64}$/.test(name) ? name : 'unnamed';
}
