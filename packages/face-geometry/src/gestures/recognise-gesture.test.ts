import { ACTIVE_ACTIONS, type ActiveAction } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import {
  bump,
  FRAME_RATES,
  GESTURE_SCRIPTS,
  type Script,
  syntheticClip,
} from '../fixtures/synthetic-clip.ts';
import type { FaceSample } from '../model/face-measures.ts';
import { startGesture, stepGesture } from './gesture.ts';
import { neutralOf } from './neutral.ts';
import { recogniseGesture } from './recognise-gesture.ts';

const guided = (action: ActiveAction, clip: readonly FaceSample[]) => {
  const neutral = neutralOf(clip.filter((sample) => sample.timeMs < 800));
  if (neutral === undefined) throw new Error('The clip shows no neutral.');
  return clip.reduce(stepGesture, startGesture(action, neutral));
};

/** Motions that are no gesture. */
const OTHER_MOTIONS: Record<string, Script> = {
  'idle jitter': () => ({ jitter: 1 }),
  'a swaying head': (t) => ({
    yaw: 6 * Math.sin(2 * t),
    pitch: 4 * Math.sin(1.3 * t),
    roll: 5 * Math.sin(t),
  }),
  'an opening mouth': (t) => ({ open: bump(t, 1, 3, 0.5) }),
  'a mouth drawn wide': (t) => ({ stretch: 0.3 * bump(t, 1, 3, 0.5) }),
  'coming closer': (t) => ({ scale: 12 * (1 + 0.45 * bump(t, 1, 3.4, 0.9)) }),
  'moving aside': (t) => ({ x: 320 + 90 * bump(t, 1, 3.4, 0.9), y: 240 - 40 * bump(t, 1, 3.4, 0.9) }),
  'tilting the head': (t) => ({ roll: 25 * bump(t, 1, 3, 0.6) }),
  'a wink': (t) => ({ blinkLeft: bump(t, 1, 1.5, 0.13) }),
  'closing the eyes for three seconds': (t) => ({ blink: bump(t, 0.9, 4.2, 0.15) }),
  'a blink with the head turned away': (t) => ({
    yaw: 14 * bump(t, 0.9, 3.5, 0.4),
    blink: bump(t, 2, 2.4, 0.13),
  }),
};

describe('gestures', () => {
  for (const fps of FRAME_RATES) {
    it.each(ACTIVE_ACTIONS)(`%s fires on its own motion and no other at ${fps} frames a second`, (action) => {
      const clip = syntheticClip(GESTURE_SCRIPTS[action], { fps });
      expect(recogniseGesture(action, clip)).toMatchObject({
        performed: true,
        seen: [action],
        state: { kind: 'done' },
      });
      expect(ACTIVE_ACTIONS.filter((other) => guided(other, clip).kind === 'done')).toEqual([action]);
    });
  }

  it.each(Object.entries(OTHER_MOTIONS))('%s is no gesture', (_, script) => {
    for (const fps of FRAME_RATES) {
      const clip = syntheticClip(script, { fps });
      expect(recogniseGesture('video_selfie_left', clip).seen).toEqual([]);
      expect(ACTIVE_ACTIONS.filter((action) => guided(action, clip).kind === 'done')).toEqual([]);
    }
  });

  it('measures a smile against a face that smiles at rest', () => {
    const clip = syntheticClip((t) => ({ smile: 0.4 + 0.8 * bump(t, 1, 3.4, 0.5) }), { fps: 12 });
    expect(recogniseGesture('video_selfie_smile', clip).seen).toEqual(['video_selfie_smile']);
  });

  it('measures turns against a head that rests aside', () => {
    const aside: Script = (t) => ({ yaw: -8 + 22 * bump(t, 1, 3, 0.6), pitch: -6 });
    expect(recogniseGesture('video_selfie_left', syntheticClip(aside)).seen).toEqual(['video_selfie_left']);
  });

  it('sees blinks of a quarter second at ten frames a second, wherever they fall between frames', () => {
    for (let shift = 0; shift < 0.1; shift += 0.01) {
      const clip = syntheticClip((t) => ({ blink: bump(t, 1 + shift, 1.25 + shift, 0.08) }), {
        fps: 10,
        seconds: 2,
      });
      expect(recogniseGesture('video_selfie_eyes', clip).performed).toBe(true);
    }
  });

  it('takes one stray frame at 30 a second for noise', () => {
    const clip = syntheticClip((t) => ({
      blink: Math.abs(t - 2) < 0.01 ? 1 : 0,
      yaw: Math.abs(t - 1) < 0.01 ? 30 : 0,
    }));
    expect(recogniseGesture('video_selfie_eyes', clip).seen).toEqual([]);
  });

  it('counts a turn whose clip ends before the way back, and a blink only when the eyes are open again', () => {
    const turn = syntheticClip(GESTURE_SCRIPTS.video_selfie_left, { fps: 12, seconds: 2.2 });
    expect(recogniseGesture('video_selfie_left', turn)).toMatchObject({
      performed: true,
      state: { kind: 'peaked' },
    });
    const shut = syntheticClip((t) => ({ blink: bump(t, 1, 9, 0.13) }), { fps: 12, seconds: 1.4 });
    expect(recogniseGesture('video_selfie_eyes', shut)).toMatchObject({
      performed: false,
      state: { kind: 'peaked' },
    });
  });

  it.each(ACTIVE_ACTIONS)('sees %s in a clip without lead-in', (action) => {
    const script = GESTURE_SCRIPTS[action];
    const clip = syntheticClip((t) => script(t + 0.95), { fps: 12, seconds: 2.6 });
    expect(recogniseGesture(action, clip).seen).toEqual([action]);
  });

  it('verifies a little less than it guides, so that thinned frames still show the gesture', () => {
    const weak = syntheticClip((t) => ({ yaw: 16 * bump(t, 1, 3, 0.6) }), { fps: 12 });
    expect(guided('video_selfie_left', weak).kind).not.toBe('done');
    expect(recogniseGesture('video_selfie_left', weak).performed).toBe(true);
  });

  it('never takes the peak of somebody who rests aside for rest', () => {
    const out = (t: number) => bump(t, 1, 3.4, 0.8);
    const scripts: Record<string, Script> = {
      left: (t) => ({ yaw: 24 + 25 * out(t) }),
      right: (t) => ({ yaw: 24 - 35 * out(t) }),
      high: (t) => ({ yaw: 24 - 8 * out(t), pitch: -5 + 24 * out(t) }),
      down: (t) => ({ yaw: 24 - 8 * out(t), pitch: -5 - 24 * out(t) }),
    };
    for (const script of Object.values(scripts))
      for (const fps of FRAME_RATES)
        for (const action of ACTIVE_ACTIONS) {
          expect(recogniseGesture(action, syntheticClip(script, { fps }))).toMatchObject({
            performed: false,
            seen: [],
          });
        }
  });

  it('lets a face come from aside before it is held', () => {
    const clip = syntheticClip((t) => ({ yaw: 30 * (1 - bump(t, 0, 9, 0.8)) }), { fps: 12 });
    expect(recogniseGesture('video_selfie_blank', clip)).toMatchObject({ performed: true, seen: [] });
  });

  it('says so when the clip shows no neutral', () => {
    const away = syntheticClip(() => ({ yaw: 40 }));
    expect(recogniseGesture('video_selfie_left', away)).toMatchObject({
      performed: false,
      state: undefined,
      seen: [],
    });
  });
});
