import express, { type Router } from 'express';
import { EngineError } from '../model/engine-error.ts';
import { DIMENSIONS, type Dimension, type StatisticsRow } from '../model/statistics.ts';
import type { ApiContext } from './api-context.ts';
import { flag, list, one, time } from './folder-query.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * `GET /api/statistics`: finished analyses counted by day and so on. Undocumented beyond its existence; ours. The counts are
 * kept apart from the folders and outlive them.
 */
export function statisticsRoutes({ secure, store }: ApiContext): Router {
  const router = express.Router();
  secure(router, '/statistics', {
    get: async (req, res, caller) => {
      const asked = one(req.query, 'company_id');
      if (asked && caller.reach !== 'all' && asked !== caller.companyId)
        throw new EngineError('auth_forbidden', 'company_id is not your company.');
      const companyId = caller.reach === 'all' ? asked : caller.companyId;
      const by = dimensions(list(req.query, 'group_by') ?? ['type', 'resolution']);
      const from = time(req.query, 'time_created.min', 'time.created.min');
      const to = time(req.query, 'time_created.max', 'time.created.max');
      const rows = await store.statistics.read({
        by,
        ...(companyId ? { companyId } : {}),
        ...(from === undefined ? {} : { firstDay: Math.floor(from / DAY_MS) }),
        ...(to === undefined ? {} : { lastDay: Math.floor(to / DAY_MS) }),
      });
      res.json({
        total: rows.reduce((sum, row) => sum + row.count, 0),
        items: rows.map((row) => rowView(row, by)),
        ...(flag(req.query, 'with_stored')
          ? { stored: await store.statistics.stored(companyId || undefined, undefined) }
          : {}),
      });
    },
  });
  return router;
}

function dimensions(names: readonly string[]): readonly Dimension[] {
  return names.map((name) => {
    const known = DIMENSIONS.find((dimension) => dimension === name.toLowerCase());
    if (known) return known;
    throw new EngineError('invalid_value', `Query parameter group_by: one of ${DIMENSIONS.join(', ')}.`, {
      details: { field: 'group_by' },
    });
  });
}

function rowView({ keys, count, milliseconds }: StatisticsRow, by: readonly Dimension[]) {
  const names = by.map((dimension, index) => {
    const key = keys[index];
    return [dimension, dimension === 'day' ? dayName(Number(key)) : key] as const;
  });
  return {
    ...Object.fromEntries(names),
    count,
    seconds_mean: count === 0 ? null : Math.round(milliseconds / count) / 1000,
  };
}

/** `2026-11-22`. */
function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
