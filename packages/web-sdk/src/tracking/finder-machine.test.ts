import { describe, expect, it } from 'vitest';
import { FINDER_LIMITS as L } from './finder-limits.data.ts';
import { type FinderEvent, type FinderState, LOADING, stepFinder } from './finder-machine.ts';

function play(...events: readonly FinderEvent[]) {
  let state: FinderState = LOADING;
  const effects = events.map((event) => {
    const step = stepFinder(state, event);
    state = step.state;
    return step.effect ?? null;
  });
  return { state, effects };
}

const ready: FinderEvent = { kind: 'ready' };
const frame = (timeMs: number): FinderEvent => ({ kind: 'frame', timeMs });
const sighted = (found: boolean): FinderEvent => ({ kind: 'sighted', found });

describe('stepFinder', () => {
  it('looks at the first frame after it is loaded, and at no other meanwhile', () => {
    const { effects } = play(frame(0), ready, frame(33), frame(66), sighted(true), sighted(true));
    expect(effects).toEqual([null, null, 'look', null, 'tell', null]);
  });

  it.each([
    ['often until somebody is found', false, L.searchMs.value],
    ['seldom afterwards', true, L.followMs.value],
  ])('looks %s', (_, found, pauseMs) => {
    const before = play(ready, frame(0), sighted(found), frame(pauseMs - 1));
    expect(before.effects.at(-1)).toBeNull();
    expect(stepFinder(before.state, frame(pauseMs)).effect).toBe('look');
  });

  it('tries the next frame when one was gone', () => {
    expect(play(ready, frame(0), { kind: 'missed' }, frame(33)).effects.at(-1)).toBe('look');
  });

  it.each(['relieved', 'failed', 'closed'] as const)('%s: ends once and for good', (kind) => {
    const later = [ready, frame(500), sighted(true), { kind: 'closed' }, { kind }] as const;
    const { state, effects } = play(ready, frame(0), { kind }, ...later);
    expect(effects).toEqual([null, 'look', 'end', null, null, null, null, null]);
    expect(state).toEqual({ kind: 'over', why: kind });
  });
});
