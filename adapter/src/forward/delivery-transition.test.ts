import { describe, expect, it } from 'vitest';
import type { AnalysisRecord, SessionState } from '../model/session.ts';
import { type DeliveryEvent, transition } from './delivery-transition.ts';

const limits = { deliverUntil: 100_000, analysisTimeoutMs: 10_000 };
const retry = { attempts: 0, nextAttemptAt: 0, lastCode: null };
const accepted: SessionState = { kind: 'accepted', acceptedAt: 1_000, retry };
const uploaded: SessionState = {
  kind: 'uploaded',
  acceptedAt: 1_000,
  folderId: 'f',
  media: [{ id: 'm', kind: 'video' }],
  retry,
};
const running: AnalysisRecord = { id: 'a', name: 'quality', state: 'processing', resolution: '', raw: {} };
const done: AnalysisRecord = { ...running, state: 'finished', resolution: 'declined' };
const broken: AnalysisRecord = { ...running, state: 'failed', resolution: 'failed' };
const analysing: SessionState = {
  kind: 'analysing',
  acceptedAt: 1_000,
  folderId: 'f',
  startedAt: 2_000,
  analyses: [running],
  retry,
};
const seen = (analyses: readonly AnalysisRecord[], at = 3_000): DeliveryEvent => ({
  kind: 'analyses_seen',
  at,
  folderId: 'f',
  analyses,
});
const failure = (at: number, delayMs: number | null): DeliveryEvent => ({
  kind: 'attempt_failed',
  at,
  code: 'backend_unreachable',
  message: 'down',
  context: {},
  detail: '',
  delayMs,
});

describe('delivery transition', () => {
  it('drops the container only once the backend has the folder', () => {
    const step = transition(
      accepted,
      { kind: 'folder_created', at: 2_000, folderId: 'f', media: [{ id: 'm', kind: 'video' }] },
      limits,
    );
    expect(step).toEqual({
      state: { ...uploaded, retry: { ...uploaded.retry, attempts: 1 } },
      effects: [{ kind: 'drop_spool' }],
    });
  });

  it('follows running analyses and settles when all are final', () => {
    const first = transition(uploaded, seen([running], 2_000), limits);
    expect(first.state).toEqual(analysing);
    const last = transition(first.state, seen([done]), limits);
    expect(last.state).toMatchObject({ kind: 'finished', folderId: 'f', finishedAt: 3_000 });
    expect(last.effects).toContainEqual({ kind: 'settled', outcome: 'finished', tookMs: 2_000 });
  });

  it('is finished at once when there is nothing to analyse', () => {
    expect(transition(uploaded, seen([]), limits).state.kind).toBe('finished');
  });

  it('drops the container of a one-call delivery with its result', () => {
    expect(transition(accepted, seen([done]), limits).effects.map(({ kind }) => kind)).toEqual([
      'drop_spool',
      'settled',
    ]);
  });

  it('reports a system error of the backend as analysis_failed', () => {
    expect(transition(analysing, seen([broken]), limits).state).toMatchObject({
      kind: 'failed',
      code: 'analysis_failed',
    });
  });

  it('gives up an analysis that never ends', () => {
    expect(transition(analysing, seen([running], 12_001), limits).state).toMatchObject({
      code: 'analysis_failed',
    });
    expect(transition(analysing, seen([running], 12_000), limits).state.kind).toBe('analysing');
  });

  it('keeps the capture after a failure that may pass, until the session expires', () => {
    const step = transition(accepted, failure(5_000, 800), limits);
    expect(step.state).toMatchObject({
      kind: 'accepted',
      retry: { nextAttemptAt: 5_800, lastCode: 'backend_unreachable' },
    });
    expect(step.effects).toEqual([]);
    expect(transition(accepted, failure(99_900, 800), limits).state).toMatchObject({
      retry: { nextAttemptAt: 100_000 },
    });
    expect(transition(accepted, failure(100_000, 800), limits).state).toMatchObject({
      kind: 'failed',
      code: 'session_expired',
    });
  });

  it('fails with the backend code when trying again is pointless', () => {
    const step = transition(uploaded, failure(5_000, null), limits);
    expect(step.state).toMatchObject({ kind: 'failed', code: 'backend_unreachable' });
    expect(step.effects[0]).toEqual({ kind: 'drop_spool' });
  });

  it('counts an attempt before it is made', () => {
    const event: DeliveryEvent = { kind: 'attempt_began', at: 1 };
    expect(transition(accepted, event, limits).state).toMatchObject({ retry: { attempts: 1 } });
  });

  it('leaves settled and open sessions alone, whatever happens', () => {
    const settled: readonly SessionState[] = [
      { kind: 'open' },
      { kind: 'finished', acceptedAt: 1, finishedAt: 2, folderId: 'f', analyses: [] },
      { kind: 'failed', failedAt: 2, code: 'session_expired', message: '', context: {} },
    ];
    const events: readonly DeliveryEvent[] = [
      { kind: 'attempt_began', at: 1 },
      { kind: 'folder_created', at: 1, folderId: 'g', media: [] },
      seen([done]),
      failure(1, null),
    ];
    for (const state of settled)
      for (const event of events) expect(transition(state, event, limits)).toEqual({ state, effects: [] });
  });
});
