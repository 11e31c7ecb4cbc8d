import { rm } from 'node:fs/promises';
import { type AcceptedResponse, type Architecture, LIMITS, writeTraceparent } from '@presence/protocol';
import { type Tracing, withSpan } from '@presence/tracing';
import type { Request, RequestHandler } from 'express';
import { AdapterError } from '../model/adapter-error.ts';
import type { AdapterMetrics } from '../model/adapter-metrics.ts';
import type { BufferPool } from '../model/buffer-pool.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { contextOf } from '../model/request-context.ts';
import { sessionOf } from '../model/request-session.ts';
import type { Session } from '../model/session.ts';
import type { SessionStore } from '../model/session-store.ts';
import { acceptCapture } from './accept-capture.ts';
import { DRAIN_MS } from './intake.data.ts';
import { receiveUpload, requireAllowedLength } from './receive-upload.ts';
import { UploadSlots } from './upload-slots.ts';
import { verifyContainer } from './verify-container.ts';
import type { AcceptedContents } from './verify-contents.ts';

export interface IntakeParts {
  readonly store: SessionStore;
  readonly metrics: AdapterMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tracing: Tracing;
  readonly accepted: AcceptedContents;
  readonly architecture: Architecture;
  readonly buffers: BufferPool;
  /** Milliseconds in which an upload has to get on. */
  readonly stallMs: number;
  /** Called once the capture is safe on disk. */
  readonly onAccepted: (sessionId: string) => void;
}

const ACCEPTED: AcceptedResponse = { state: 'processing' };
const CONTENT_TYPES = ['application/zip', 'application/octet-stream'];

/** `POST /request.php`: 202 only once the verified container is in the spool and flushed. */
export function requestRoute(parts: IntakeParts): RequestHandler {
  const slots = new UploadSlots();
  return async (request, response) => {
    const session = sessionOf(response);
    const { trace } = contextOf(response);
    const started = parts.clock.now();
    requireUploads(parts.architecture);
    requireZipType(request);
    requireAllowedLength(request.get('content-length'));
    const aborted = new AbortController();
    response.once('close', () => aborted.abort());
    const path = await parts.store.incomingPath(session.id);
    slots.enter(session.id);
    let spooled = false;
    try {
      const { stallMs, buffers } = parts;
      const within = { kind: 'internal', parent: trace } as const;
      const bytes = await withSpan(parts.tracing, 'receive', within, () =>
        receiveUpload(request, path, { maxBytes: LIMITS.maxContainerBytes, stallMs }),
      );
      await withSpan(parts.tracing, 'verify', within, () =>
        verifyContainer(path, session, {
          now: parts.clock.now(),
          accepted: parts.accepted,
          signal: aborted.signal,
          buffers,
        }),
      );
      const traceparent = trace === undefined ? session.traceparent : writeTraceparent(trace);
      await withSpan(parts.tracing, 'spool', within, () =>
        acceptCapture(parts, { ...session, traceparent }, path),
      );
      spooled = true;
      const seconds = (parts.clock.now() - started) / 1000;
      parts.metrics.containerAccepted(bytes, seconds);
      parts.logger.info({ event_session_id: session.id, bytes, seconds }, 'container accepted');
    } catch (error) {
      drainBriefly(request);
      const broken = aborted.signal.aborted || (request.destroyed && !request.complete);
      await refuse(parts, session, error, broken);
      throw error;
    } finally {
      slots.leave(session.id);
      if (!spooled) await rm(path, { force: true });
    }
    response.status(202).json(ACCEPTED);
    parts.onAccepted(session.id);
  };
}

/** Where captures are handed to the page, none may reach the backend past it. */
function requireUploads(architecture: Architecture): void {
  if (architecture === 'capture')
    throw new AdapterError(
      'request_invalid',
      'Nothing is uploaded here: with architecture "capture" the page gets the capture.',
    );
}

function requireZipType(request: Request): void {
  const encoding = request.get('content-encoding') ?? 'identity';
  if (request.is(CONTENT_TYPES) && encoding === 'identity') return;
  throw new AdapterError(
    'media_type_unsupported',
    'request.php takes a container as application/zip, unpacked.',
    {
      context: { content_type: request.get('content-type') ?? '', content_encoding: encoding },
    },
  );
}

/** Reads on for a while so that the sender gets the reply and not a reset; then the connection is cut. */
function drainBriefly(request: Request): void {
  if (request.complete || request.destroyed) return;
  request.resume();
  const timer = setTimeout(() => request.destroy(), DRAIN_MS);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
}

/** Counts a refused container against the session; a failure on our side or a broken upload does not count. */
async function refuse(parts: IntakeParts, session: Session, error: unknown, broken: boolean): Promise<void> {
  if (!(error instanceof AdapterError)) return;
  parts.metrics.containerRefused(error.code);
  parts.logger.warn(
    { event_session_id: session.id, code: error.code, reason: error.message, context: error.context },
    'container refused',
  );
  if (broken || !error.code.startsWith('container_')) return;
  await parts.store.update(session.id, (current) => ({
    ...current,
    refusedUploads: current.refusedUploads + 1,
  }));
}
