import { ACTIVE_ACTIONS, VIDEO_ACTIONS, type VideoAction } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import type { GuidanceEffect, GuidanceEvent } from '../model/guidance-machine.ts';
import { faceGuidance } from './face-guidance.ts';
import { type Behaviour, bump, LOOPS, observation } from './fixtures/acted-looks.ts';
import { GUIDANCE_LIMITS as L } from './guidance-limits.data.ts';
import type { GuidanceState } from './guidance-state.ts';

interface Logged {
  timeMs: number;
  effect: GuidanceEffect;
}
interface Run {
  state: GuidanceState;
  log: Logged[];
  kinds: string[];
}

/** Plays a behaviour at a frame rate until the guidance ends or the time is up. */
function play(actions: readonly VideoAction[], behaviour: Behaviour, fps = 12, untilMs = 60_000): Run {
  const begun = faceGuidance.start({ actions, timeMs: 0, oval: true });
  const log: Logged[] = begun.effects.map((effect) => ({ timeMs: 0, effect }));
  const kinds = [begun.state.kind as string];
  let state = begun.state;
  for (let timeMs = 1000 / fps; timeMs < untilMs; timeMs += 1000 / fps) {
    const seen: GuidanceEvent = {
      kind: 'observation',
      timeMs,
      observation: observation(timeMs, behaviour(timeMs)),
    };
    for (const event of [seen, { kind: 'tick', timeMs } as const]) {
      const step = faceGuidance.transition(state, event);
      state = step.state;
      log.push(...step.effects.map((effect) => ({ timeMs, effect })));
      if (kinds.at(-1) !== state.kind) kinds.push(state.kind);
    }
    if (state.kind === 'complete' || state.kind === 'failed') break;
  }
  return { state, log, kinds };
}

const effectsOf = <K extends GuidanceEffect['kind']>(run: Run, kind: K) =>
  run.log.filter(
    (entry): entry is Logged & { effect: Extract<GuidanceEffect, { kind: K }> } => entry.effect.kind === kind,
  );
const hintsOf = (run: Run) => effectsOf(run, 'hint').map(({ effect }) => effect.hint);
const failureOf = (run: Run) => effectsOf(run, 'fail')[0]?.effect;

describe('one action', () => {
  const cases = ACTIVE_ACTIONS.flatMap((action) => [8, 15, 30].map((fps) => [action, fps] as const));

  it.each(cases)('%s is led to its end at %i frames a second', (action, fps) => {
    const run = play([action], LOOPS[action], fps);
    expect(run.state.kind).toBe('complete');
    expect(run.log.slice(-2).map(({ effect }) => effect)).toEqual([
      { kind: 'stop_recording', action, index: 0, outcome: 'performed' },
      { kind: 'complete' },
    ]);
    expect(hintsOf(run)).toContain(action);
  });

  it.each(ACTIVE_ACTIONS)(
    '%s: the clip begins with at least 400 ms of rest before the instruction',
    (action) => {
      const run = play([action], LOOPS[action]);
      const recording = effectsOf(run, 'start_recording').at(-1)?.timeMs ?? Number.NaN;
      const instructed =
        effectsOf(run, 'hint').findLast(({ effect }) => effect.hint === action)?.timeMs ?? Number.NaN;
      expect(instructed - recording).toBeGreaterThanOrEqual(400);
    },
  );

  it.each(ACTIVE_ACTIONS)('%s is not taken for made on a still face, nor on any other gesture', (action) => {
    const others = ACTIVE_ACTIONS.filter((other) => other !== action).map((other) => LOOPS[other]);
    for (const behaviour of [() => ({}), ...others]) {
      for (const shift of [0, 700, 1500, 2300, 3100, 3900]) {
        const failure = failureOf(play([action], (t) => behaviour(t + shift)));
        expect(failure?.code).toBe('gesture_not_performed');
        expect(failure?.context).toEqual({ action });
      }
    }
  });

  it.each([
    ['video_selfie_blank', 0.9, 2],
    ['video_selfie_best', 0.9, 2],
    ['video_selfie_scan', 4.9, 6],
  ] as const)('%s needs a held face only, between %f and %f s', (action, least, most) => {
    const run = play([action], () => ({}));
    expect(run.state.kind).toBe('complete');
    const started = effectsOf(run, 'start_recording')[0]?.timeMs ?? 0;
    const seconds = ((run.log.at(-1)?.timeMs ?? 0) - started) / 1000;
    expect(seconds).toBeGreaterThan(least);
    expect(seconds).toBeLessThan(most);
  });

  it('works at two frames a second, only slower', () => {
    const run = play(['video_selfie_blank'], () => ({}), 2);
    expect(run.state.kind).toBe('complete');
    expect(effectsOf(run, 'start_recording')).toHaveLength(1);
  });

  it('asks nothing of anybody before it is known whether they are alone', () => {
    const run = play(['video_selfie_left'], (t) => ({ lookedAround: t > 4000 }), 12, 10_000);
    const instructed = effectsOf(run, 'hint').find(({ effect }) => effect.hint === 'video_selfie_left');
    expect(instructed?.timeMs).toBeGreaterThan(4000);
    expect(instructed?.timeMs).toBeLessThan(4200);
    expect(failureOf(play(['video_selfie_blank'], () => ({ lookedAround: false })))?.code).toBeDefined();
  });

  it('goes through searching, framing, settling, performing and returning', () => {
    const run = play(['video_selfie_left'], (t) => {
      if (t < 1000) return { faces: 0 };
      if (t < 2500) return { size: 0.2 };
      return { yaw: 26 * bump(t, 5000, 7000, 500) };
    });
    expect(run.kinds).toEqual(['searching', 'framing', 'settling', 'performing', 'returning', 'complete']);
    expect(hintsOf(run)).toEqual([
      'look_at_camera',
      'move_closer',
      'hold_still',
      'video_selfie_left',
      'back_to_center',
    ]);
  });

  it('learns a new rest when the first one was a smile', () => {
    const run = play(['video_selfie_smile'], (t) => ({ smile: t < 3000 ? 1 : bump(t, 6000, 8000, 400) }));
    expect(run.state.kind).toBe('complete');
    expect(run.log.at(-1)?.timeMs).toBeGreaterThan(7000);
  });

  it('does not count a movement made before it was asked for', () => {
    const run = play(['video_selfie_eyes'], (t) => ({ eyes: t > 300 && t < 700 ? 0.2 : 1 }));
    expect(failureOf(run)?.code).toBe('gesture_not_performed');
  });
});

describe('several actions', () => {
  const ACTIONS = [
    'video_selfie_left',
    'video_selfie_right',
    'video_selfie_eyes',
    'video_selfie_smile',
  ] as const;
  const sequence: Behaviour = (t) => ({
    yaw: 26 * bump(t, 3000, 5000, 700) - 26 * bump(t, 6500, 8500, 700),
    eyes: 1 - 0.7 * bump(t, 11_000, 11_400, 130),
    smile: bump(t, 13_500, 15_500, 500),
  });

  it('come one after the other, each with its own clip', () => {
    const run = play(ACTIONS, sequence);
    expect(run.state.kind).toBe('complete');
    expect(effectsOf(run, 'stop_recording').map(({ effect }) => effect.action)).toEqual(ACTIONS);
    const recorded = effectsOf(run, 'start_recording').map(({ effect }) => effect.index);
    expect([...new Set(recorded)]).toEqual([0, 1, 2, 3]);
    expect(hintsOf(run)).toContain('well_done');
  });

  it('let progress rise within an action and start at 0 in the next', () => {
    const run = play(ACTIONS, sequence);
    const told = effectsOf(run, 'progress').map(({ effect }) => effect);
    for (const [position, current] of told.entries()) {
      const before = told[position - 1];
      if (before === undefined || before.index !== current.index) expect(current.progress).toBe(0);
      else expect(current.progress).toBeGreaterThanOrEqual(before.progress);
    }
    expect(told.filter(({ progress }) => progress === 1)).toHaveLength(4);
  });

  it('ask for a short rest only once the rest is known', () => {
    const run = play(['video_selfie_left', 'video_selfie_left'], (t) => ({
      yaw: 26 * bump(t, 3000, 4400, 400) + 26 * bump(t, 6000, 7400, 400),
    }));
    const instructed = effectsOf(run, 'hint').filter(({ effect }) => effect.hint === 'video_selfie_left');
    const recorded = effectsOf(run, 'start_recording').filter(({ effect }) => effect.index === 1);
    const waited = (instructed[1]?.timeMs ?? 0) - (recorded.at(-1)?.timeMs ?? 0);
    expect(waited).toBeGreaterThanOrEqual(L.leadMs.value);
    expect(waited).toBeLessThan(L.restMs.value);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['face_not_found', { faces: 0 }, 'look_at_camera'],
    ['face_multiple', { faces: 2 }, 'one_face_only'],
    ['face_too_far', { size: 0.2 }, 'move_closer'],
    ['face_too_close', { size: 1.1 }, 'move_back'],
    ['face_not_centered', { x: 0.8 }, 'center_face'],
    ['face_not_centered', { yaw: 30 }, 'look_straight'],
    ['face_too_dark', { luminance: 20 }, 'too_dark'],
    ['face_too_bright', { luminance: 240 }, 'too_bright'],
  ] as const)('fails with %s when it lasts, having said so at once', (code, look, hint) => {
    const run = play(['video_selfie_blank'], () => look);
    expect(failureOf(run)).toMatchObject({ code, context: { action: 'video_selfie_blank' } });
    expect(failureOf(run)?.message).not.toBe('');
    const told = effectsOf(run, 'hint').find(({ effect }) => effect.hint === hint);
    expect(told?.timeMs).toBeLessThan(1000);
    const atMs = run.log.at(-1)?.timeMs ?? 0;
    expect(atMs).toBeLessThanOrEqual(L.waitMs.value + 200);
    expect(atMs).toBeGreaterThanOrEqual(L.manyFacesMs.value);
  });

  it('names the cause that lasted longest', () => {
    const run = play(['video_selfie_blank'], (t) => (t < 6000 ? { faces: 0 } : { luminance: 20 }));
    expect(failureOf(run)?.code).toBe('face_too_dark');
  });

  it('fails by ticks alone when no frame arrives', () => {
    const begun = faceGuidance.start({ actions: ['video_selfie_left'], timeMs: 0, oval: true });
    const step = faceGuidance.transition(begun.state, { kind: 'tick', timeMs: L.waitMs.value });
    expect(step.effects).toMatchObject([{ kind: 'fail', code: 'face_not_found' }]);
  });

  it('starts the clip over when a second face comes into view, and goes on when it has left', () => {
    const run = play(['video_selfie_left'], (t) => ({
      faces: t > 3000 && t < 4000 ? 2 : 1,
      yaw: 26 * bump(t, 7000, 9000, 600),
    }));
    expect(run.state.kind).toBe('complete');
    expect(effectsOf(run, 'start_recording')).toHaveLength(2);
    expect(hintsOf(run)).toContain('one_face_only');
  });

  it('takes no notice of a small second face', () => {
    const far = observation(100, { size: 0.1 }).faces;
    const seen = observation(100, {});
    const begun = faceGuidance.start({ actions: ['video_selfie_blank'], timeMs: 0, oval: true });
    const event = {
      kind: 'observation',
      timeMs: 100,
      observation: { ...seen, faces: [...seen.faces, ...far] },
    } as const;
    expect(faceGuidance.transition(begun.state, event).state.kind).toBe('settling');
  });

  it('starts the clip over when the face is lost in a gesture, but not for some frames', () => {
    const lost = (ms: number) =>
      play(['video_selfie_left'], (t) => ({
        faces: t > 3000 && t < 3000 + ms ? 0 : 1,
        yaw: 26 * bump(t, 7000, 9000, 600),
      }));
    expect(effectsOf(lost(400), 'start_recording')).toHaveLength(1);
    expect(effectsOf(lost(1500), 'start_recording')).toHaveLength(2);
    expect(lost(1500).state.kind).toBe('complete');
  });

  it('gives up when an action is interrupted too often', () => {
    const run = play(['video_selfie_left'], (t) => ({ faces: t % 4000 > 3500 ? 2 : 1 }));
    expect(failureOf(run)?.code).toBe('face_multiple');
    expect(run.log.at(-1)?.timeMs).toBeLessThan(20_000);
  });

  it('gives up on somebody who never holds still', () => {
    const run = play(['video_selfie_left'], (t) => ({ yaw: 12 * Math.sin(t / 200) }));
    expect(failureOf(run)?.code).toBe('face_not_centered');
  });

  it('shows a hint for at least 600 ms, however the face flickers', () => {
    const run = play(
      ['video_selfie_blank'],
      (t) => (Math.floor(t / 90) % 2 === 0 ? { size: 0.2 } : { x: 0.8 }),
      30,
    );
    const times = effectsOf(run, 'hint').map(({ timeMs }) => timeMs);
    expect(times.length).toBeGreaterThan(5);
    const gaps = times.slice(1).map((timeMs, position) => timeMs - (times[position] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(L.hintMs.value);
  });
});

describe('every state', () => {
  const reached = new Map<string, GuidanceState>();
  const keep = (state: GuidanceState) => reached.set(state.kind, state);
  const walk = (behaviour: Behaviour) => {
    let { state } = faceGuidance.start({ actions: ['video_selfie_left'], timeMs: 0, oval: true });
    keep(state);
    for (let timeMs = 80; timeMs < 30_000; timeMs += 80) {
      state = faceGuidance.transition(state, {
        kind: 'observation',
        timeMs,
        observation: observation(timeMs, behaviour(timeMs)),
      }).state;
      keep(state);
    }
  };
  walk((t) => (t < 500 ? { size: 0.2 } : { yaw: 26 * bump(t, 3000, 5000, 600) }));
  walk(() => ({}));
  const events: GuidanceEvent[] = [
    { kind: 'observation', timeMs: 100_000, observation: observation(100_000, {}) },
    { kind: 'observation', timeMs: 0, observation: observation(0, { faces: 0 }) },
    { kind: 'tick', timeMs: 100_000 },
    { kind: 'tick', timeMs: 0 },
    { kind: 'record_pressed', timeMs: 100_000 },
  ];
  const table = ['searching', 'framing', 'settling', 'performing', 'returning', 'complete', 'failed'].flatMap(
    (kind) => events.map((event) => [kind, event.kind, event.timeMs, event] as const),
  );

  it.each(table)('%s takes %s at %i', (kind, _name, _timeMs, event) => {
    const state = reached.get(kind);
    if (state === undefined) throw new Error(`the walk never reached ${kind}`);
    const step = faceGuidance.transition(state, event);
    expect(Object.keys(step).sort()).toEqual(['effects', 'state']);
    if (kind === 'complete' || kind === 'failed') expect(step).toEqual({ state, effects: [] });
    if (event.timeMs === 0 && event.kind === 'tick') expect(step.effects).toEqual([]);
  });

  it('starts complete when nothing is asked', () => {
    expect(faceGuidance.start({ actions: [], timeMs: 0, oval: true }).effects).toEqual([
      { kind: 'complete' },
    ]);
  });

  it('knows every action', () => {
    for (const action of VIDEO_ACTIONS) {
      expect(faceGuidance.start({ actions: [action], timeMs: 5, oval: false }).state.kind).toBe('searching');
    }
  });
});
