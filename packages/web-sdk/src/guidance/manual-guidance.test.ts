import { describe, expect, it } from 'vitest';
import type { GuidanceEffect, GuidanceEvent } from '../model/guidance-machine.ts';
import { MANUAL_CLIP_MS } from './guidance-limits.data.ts';
import { manualGuidance } from './manual-guidance.ts';

const LEFT = 'video_selfie_left';
const BLANK = 'video_selfie_blank';

function run(events: readonly GuidanceEvent[]): { kind: string; effects: GuidanceEffect[] } {
  let step = manualGuidance.start({ actions: [LEFT, BLANK], timeMs: 0, oval: true });
  const effects = [...step.effects];
  for (const event of events) {
    step = manualGuidance.transition(step.state, event);
    effects.push(...step.effects);
  }
  return { kind: step.state.kind, effects };
}
const press = (timeMs: number): GuidanceEvent => ({ kind: 'record_pressed', timeMs });
const tick = (timeMs: number): GuidanceEvent => ({ kind: 'tick', timeMs });

describe('manualGuidance', () => {
  it('waits for the button', () => {
    expect(run([tick(1000), tick(60_000)])).toEqual({
      kind: 'ready',
      effects: [
        { kind: 'hint', hint: LEFT },
        { kind: 'progress', action: LEFT, index: 0, progress: 0 },
      ],
    });
  });

  it('records each action for its time and is complete', () => {
    const end = 1000 + MANUAL_CLIP_MS[LEFT];
    const again = end + 1000;
    const { kind, effects } = run([
      press(1000),
      tick(2000),
      press(2500),
      tick(end),
      press(again),
      tick(again + MANUAL_CLIP_MS[BLANK]),
    ]);
    expect(kind).toBe('complete');
    expect(effects.filter((effect) => effect.kind !== 'progress' && effect.kind !== 'hint')).toEqual([
      { kind: 'start_recording', action: LEFT, index: 0 },
      { kind: 'stop_recording', action: LEFT, index: 0, outcome: 'manual' },
      { kind: 'start_recording', action: BLANK, index: 1 },
      { kind: 'stop_recording', action: BLANK, index: 1, outcome: 'manual' },
      { kind: 'complete' },
    ]);
  });

  it('reports progress while recording', () => {
    const { effects } = run([press(0), tick(MANUAL_CLIP_MS[LEFT] / 2)]);
    expect(effects.at(-1)).toEqual({ kind: 'progress', action: LEFT, index: 0, progress: 0.5 });
  });

  it('ignores everything once complete, and a tick from before the button', () => {
    const begun = manualGuidance.start({ actions: [], timeMs: 0, oval: true });
    expect(begun.effects).toEqual([{ kind: 'complete' }]);
    expect(manualGuidance.transition(begun.state, press(1)).effects).toEqual([]);
    expect(run([press(500), tick(400)]).effects.at(-1)).toMatchObject({ kind: 'start_recording' });
  });
});
