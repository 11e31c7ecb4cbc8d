import { describe, expect, it } from 'vitest';
import type { FaceSighting, SightedFace } from '../model/finder-messages.ts';
import { faceGuidance } from './face-guidance.ts';
import { GUIDANCE_LIMITS as L } from './guidance-limits.data.ts';
import type { GuidanceState } from './guidance-state.ts';

const FRAME = { width: 640, height: 480 };

/** A face of this share of the frame's height around x, 0 to 1. */
function face(size = 0.5, x = 0.5): SightedFace {
  const [middle, half] = [x * FRAME.width, (size * FRAME.height) / 2];
  const box = { left: middle - 0.7 * half, top: 240 - half, right: middle + 0.7 * half, bottom: 240 + half };
  return { box, interOcularPx: 200 * size };
}

const sighting = (timeMs: number, ...faces: SightedFace[]): FaceSighting => ({ timeMs, frame: FRAME, faces });

function start(tracking: boolean): GuidanceState {
  return faceGuidance.start({ actions: ['video_selfie_left'], timeMs: 0, oval: true, tracking }).state;
}
const see = (state: GuidanceState, timeMs: number, ...faces: SightedFace[]) =>
  faceGuidance.transition(state, { kind: 'sighting', timeMs, sighting: sighting(timeMs, ...faces) });

describe('the guidance while the tracker loads', () => {
  it.each([
    ['nobody', [], null],
    ['a face where it belongs', [face()], 'hold_still'],
    ['a far face', [face(0.2)], 'move_closer'],
    ['a near face', [face(0.95)], 'move_back'],
    ['a face at the side', [face(0.5, 0.15)], 'center_face'],
    ['two people', [face(), face(0.4, 0.9)], 'one_face_only'],
    ['somebody far behind', [face(), face(0.1, 0.9)], 'hold_still'],
  ] as const)('%s: says so and does nothing else', (_, faces, hint) => {
    const { state, effects } = see(start(false), 1000, ...faces);
    // "Look at the camera" is said from the start.
    expect(effects).toEqual(hint === null ? [] : [{ kind: 'hint', hint }]);
    expect(state.kind).toBe('arriving');
  });

  it('counts no time against the person', () => {
    const late = faceGuidance.transition(start(false), { kind: 'tick', timeMs: 10 * L.waitMs.value });
    expect(late).toMatchObject({ state: { kind: 'arriving' }, effects: [] });
    const ready = faceGuidance.transition(late.state, { kind: 'tracking', timeMs: 10 * L.waitMs.value + 10 });
    expect(ready).toMatchObject({
      state: { kind: 'searching', waitedMs: 0 },
      effects: [{ kind: 'tracking' }],
    });
  });

  it('goes on telling what the finder sees until the tracker does, whose word alone can fail the capture', () => {
    const ready = faceGuidance.transition(start(false), { kind: 'tracking', timeMs: 800 });
    const seen = see(ready.state, 1500, face(0.2));
    expect(seen.effects).toEqual([{ kind: 'hint', hint: 'move_closer' }]);
    expect(seen.state).toMatchObject({ kind: 'searching', trouble: 'no_face' });
    const over = faceGuidance.transition(seen.state, { kind: 'tick', timeMs: 801 + L.waitMs.value });
    expect(over.state).toEqual({ kind: 'failed', code: 'face_not_found' });
  });

  it('starts no gesture, however long a face stays where it belongs', () => {
    let state = start(true);
    for (let timeMs = 250; timeMs < 15_000; timeMs += 250) state = see(state, timeMs, face()).state;
    expect(state.kind).toBe('searching');
  });

  it('takes a frame of the tracker for its being ready', () => {
    const observation = {
      timeMs: 900,
      frame: FRAME,
      faces: [],
      lookedAround: true,
      light: null,
      bestShotScore: null,
    };
    const { state, effects } = faceGuidance.transition(start(false), {
      kind: 'observation',
      timeMs: 900,
      observation,
    });
    expect(effects).toEqual([{ kind: 'tracking' }]);
    expect(state.kind).toBe('searching');
  });
});
