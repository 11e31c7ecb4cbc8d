import { type FaceSample, recogniseGesture } from '@presence/face-geometry';
import { VIDEO_ACTIONS, type VideoAction } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { faceGuidance } from '../guidance/face-guidance.ts';
import { type Behaviour, LOOPS, observation } from '../guidance/fixtures/acted-looks.ts';
import { guideActions } from './guide-actions.ts';

const behaviours: Partial<Record<VideoAction, Behaviour>> = LOOPS;

/** Numbers of 0..1, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const once = Math.imul(state ^ (state >>> 15), 1 | state);
    const twice = (once + Math.imul(once ^ (once >>> 7), 61 | once)) ^ once;
    return ((twice ^ (twice >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The samples of each clip that is left when the browser has let all actions end; undefined if it never did. */
function film(
  actions: readonly VideoAction[],
  gapMs: () => number,
): readonly (readonly FaceSample[])[] | undefined {
  const clips = new Map<number, FaceSample[]>();
  const done: number[] = [];
  let recorded: FaceSample[] = [];
  const guidance = guideActions({
    machine: faceGuidance,
    actions,
    oval: true,
    timeLimits: {},
    tracking: true,
    signal: new AbortController().signal,
    now: () => 0,
    onView: () => undefined,
    beginClip: (index) => {
      recorded = [];
      clips.set(index, recorded);
    },
    keep: ({ timeMs, observation: seen }) => {
      const [face] = seen?.faces ?? [];
      if (face !== undefined) recorded.push({ timeMs, measures: face.measures });
    },
    endClip: (index) => done.push(index),
  });
  guidance.done.catch(() => undefined);
  // The loop touches nothing of a picture but close().
  const picture = { close: () => undefined } as unknown as ImageBitmap;
  for (let timeMs = 0; timeMs < 60_000 && done.length < actions.length; timeMs += gapMs()) {
    const action = actions[done.length];
    const look = action === undefined ? {} : (behaviours[action]?.(timeMs) ?? {});
    guidance.frame({ timeMs, picture, observation: observation(timeMs, look) });
  }
  guidance.stop();
  return done.length < actions.length ? undefined : [...clips.values()];
}

/** Seeds of those runs whose clips the engine would refuse although the browser let them end. Gaps: ms between frames. */
function refused(
  actions: readonly VideoAction[],
  gaps: { readonly least: number; readonly most: number },
  runs: number,
): readonly number[] {
  return Array.from({ length: runs }, (_, seed) => seed).filter((seed) => {
    const random = seeded(seed);
    const clips = film(actions, () => gaps.least + (gaps.most - gaps.least) * random());
    return clips?.some((samples, index) => {
      const action = actions[index];
      return action !== undefined && !recogniseGesture(action, samples).performed;
    });
  });
}

describe('what the browser let end is in the clip', () => {
  const holds = ['video_selfie_blank', 'video_selfie_best', 'video_selfie_scan'] as const;

  const slow = { least: 20, most: 690 };

  it.each(holds)('%s, on a slow device with frames 20 to 690 ms apart', (action) => {
    expect(refused([action], slow, 100)).toEqual([]);
  });

  it.each(holds)('%s, there after another action', (action) => {
    expect(refused(['video_selfie_blank', action], slow, 100)).toEqual([]);
  });

  it.each(VIDEO_ACTIONS)('%s, with frames 30 to 300 ms apart', (action) => {
    expect(refused([action], { least: 30, most: 300 }, 25)).toEqual([]);
  });
});
