import { describe, expect, it } from 'vitest';
import { bump, GESTURE_SCRIPTS, syntheticClip } from '../fixtures/synthetic-clip.ts';
import type { FaceSample } from '../model/face-measures.ts';
import { startGesture, stepGesture } from './gesture.ts';
import type { GestureState, Strictness } from './gesture-state.ts';
import { HOLD_MS } from './gesture-thresholds.data.ts';
import { neutralOf } from './neutral.ts';
import type { HoldAction } from './step-hold.ts';

const neutral = neutralOf(syntheticClip(() => ({}), { seconds: 0.5 }));
if (neutral === undefined) throw new Error('A still face has a neutral.');

function statesOf(state: GestureState, clip: readonly FaceSample[]): GestureState[] {
  const states: GestureState[] = [];
  clip.reduce((current, sample) => {
    const next = stepGesture(current, sample);
    states.push(next);
    return next;
  }, state);
  return states;
}
const kindsOf = (states: readonly GestureState[]) =>
  states.map((state) => state.kind).filter((kind, index, all) => kind !== all[index - 1]);

describe('stepGesture', () => {
  it('goes out, peaks and comes back', () => {
    const states = statesOf(
      startGesture('video_selfie_left', neutral),
      syntheticClip(GESTURE_SCRIPTS.video_selfie_left, { fps: 15 }),
    );
    expect(kindsOf(states)).toEqual(['waiting', 'moving', 'peaked', 'done']);
    expect(states.every((state) => state.progress >= 0 && state.progress <= 1)).toBe(true);
    expect(states.at(-1)?.progress).toBe(1);
  });

  it('falls back to waiting when the head returns too early', () => {
    const clip = syntheticClip((t) => ({ yaw: 12 * bump(t, 1, 2, 0.4) }), { fps: 15, seconds: 3 });
    expect(kindsOf(statesOf(startGesture('video_selfie_left', neutral), clip))).toEqual([
      'waiting',
      'moving',
      'waiting',
    ]);
  });

  it('ignores a sample that is not newer', () => {
    const [first, second] = syntheticClip(() => ({ yaw: 30 }), { seconds: 1 });
    if (first === undefined || second === undefined) throw new Error('The clip is empty.');
    const state = stepGesture(startGesture('video_selfie_left', neutral), second);
    expect(stepGesture(state, first)).toBe(state);
    expect(stepGesture(state, second)).toBe(state);
  });

  it('waits for eyes that stay open after a blink when guiding, and not when verifying', () => {
    const clip = syntheticClip((t) => ({ blink: bump(t, 1, 1.4, 0.13) }), { fps: 30, seconds: 2 });
    const doneMs = (strictness: Strictness) =>
      statesOf(startGesture('video_selfie_eyes', neutral, strictness), clip).find((s) => s.kind === 'done')
        ?.lastMs ?? 0;
    expect(doneMs('verify')).toBeGreaterThan(1270);
    expect(doneMs('verify')).toBeLessThan(1400);
    expect(doneMs('guide') - doneMs('verify')).toBeGreaterThanOrEqual(130);
    expect(doneMs('guide') - doneMs('verify')).toBeLessThan(250);
  });

  it('starts over after the face was gone', () => {
    const clip = syntheticClip((t) => ({ blink: t >= 1 ? 1 : 0 }), { fps: 15, seconds: 1.1 });
    const late = syntheticClip(() => ({}), { fps: 15, seconds: 0.5 }).map((s) => ({
      ...s,
      timeMs: s.timeMs + 2200,
    }));
    const kinds = kindsOf(statesOf(startGesture('video_selfie_eyes', neutral), [...clip, ...late]));
    expect(kinds).toEqual(['waiting', 'peaked', 'waiting']);
  });

  it.each(Object.entries(HOLD_MS))('%s is done after %i ms of looking at the camera', (action, holdMs) => {
    const clip = syntheticClip((t) => ({ yaw: t < 1 ? 25 : 0 }), { fps: 20, seconds: 8 });
    // The keys of HOLD_MS, which Object.entries widens to string.
    const states = statesOf(startGesture(action as HoldAction, neutral), clip);
    const done = states.find((state) => state.kind === 'done');
    expect(done?.lastMs).toBeCloseTo(1000 + holdMs, -2);
  });

  it('holds anew after looking away', () => {
    const clip = syntheticClip((t) => ({ yaw: t > 0.6 && t < 0.8 ? 25 : 0 }), { fps: 20, seconds: 1.7 });
    const last = statesOf(startGesture('video_selfie_blank', neutral), clip).at(-1);
    expect(last).toMatchObject({ kind: 'moving' });
    expect(last?.progress).toBeCloseTo(0.85, 1);
  });
});
