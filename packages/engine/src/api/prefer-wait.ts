import { limitedSignal } from '@presence/protocol';
import type { Request, Response } from 'express';
import type { AnalysisQueue } from '../model/analysis-queue.ts';
import type { AnalysisRecord } from '../model/records.ts';
import { requestSignal } from './request-signal.ts';

/** Seconds a reply is held back at most, so that no proxy's idle time-out cuts it. Ours, 2026-11-22. */
const MAX_WAIT_S = 20;

const DONE: ReadonlySet<string> = new Set(['FINISHED', 'FAILED']);

/**
 * Seconds the client is willing to wait for a better answer: `Prefer: wait=5` (RFC 7240 §4.3). 0 without such a header;
 * values above the limit are cut, as the standard allows.
 */
export function preferredWaitSeconds(header: string | undefined): number {
  for (const preference of (header ?? '').split(',')) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:;.*)?$/i.exec(preference)?.[1];
    if (seconds !== undefined) return Math.min(Number(seconds), MAX_WAIT_S);
  }
  return 0;
}

/** Holds a reply back until none of these analyses is running, if the client prefers that to asking again. */
export async function waitIfPreferred(
  req: Request,
  res: Response,
  analyses: readonly AnalysisRecord[],
  queue: Pick<AnalysisQueue, 'settled'>,
): Promise<void> {
  const seconds = preferredWaitSeconds(req.get('prefer'));
  if (seconds === 0) return;
  res.set('Preference-Applied', `wait=${seconds}`);
  const open = analyses.filter(({ state }) => !DONE.has(state)).map(({ analysisId }) => analysisId);
  if (open.length === 0) return;
  const limit = limitedSignal(requestSignal(res), seconds * 1000);
  // Time over, client gone or engine stopping: the answer is what is known now.
  await queue
    .settled(open, limit.signal)
    .catch(() => undefined)
    .finally(limit.release);
}
