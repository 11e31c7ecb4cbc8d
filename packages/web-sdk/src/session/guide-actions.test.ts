import { describe, expect, it } from 'vitest';
import type { TrackedFrame } from '../model/face-tracker.ts';
import type { GuidanceEffect, GuidanceMachine } from '../model/guidance-machine.ts';
import { guideActions } from './guide-actions.ts';

/** Plays one list of effects per event: what the loop makes of effects is what is tested here. */
function script(...steps: readonly (readonly GuidanceEffect[])[]): GuidanceMachine<number> {
  const at = (state: number) => ({ state: state + 1, effects: steps[state] ?? [] });
  return {
    start: () => at(0),
    transition: (state, event) => (event.kind === 'tick' ? { state, effects: [] } : at(state)),
  };
}

const ACTION = 'video_selfie_left';
const START: GuidanceEffect = { kind: 'start_recording', action: ACTION, index: 0 };
const STOP: GuidanceEffect = { kind: 'stop_recording', action: ACTION, index: 0, outcome: 'performed' };

function frame(timeMs: number, log: string[]): TrackedFrame {
  const picture = { close: () => log.push(`closed ${timeMs}`) };
  const observation = {
    timeMs,
    frame: { width: 1, height: 1 },
    faces: [],
    lookedAround: true,
    light: null,
    bestShotScore: null,
  };
  // The loop touches nothing of a picture but close().
  return { timeMs, picture: picture as unknown as ImageBitmap, observation };
}

function run(machine: GuidanceMachine<number>, signal = new AbortController().signal) {
  const log: string[] = [];
  const guidance = guideActions({
    machine,
    actions: [ACTION],
    oval: true,
    timeLimits: {},
    tracking: true,
    signal,
    now: () => 0,
    onView: (view) => log.push(`view ${view.progress}`),
    beginClip: (index) => log.push(`begin ${index}`),
    keep: ({ timeMs }) => log.push(`keep ${timeMs}`),
    endClip: (_, action, outcome) => log.push(`end ${action} ${outcome}`),
  });
  return { log, guidance };
}

describe('guideActions', () => {
  it('keeps the frames from the one that starts a clip to the one that completes it', async () => {
    const { log, guidance } = run(script([], [START], [], [STOP], [{ kind: 'complete' }]));
    for (const timeMs of [0, 100, 200, 300]) guidance.frame(frame(timeMs, log));
    await guidance.done;
    expect(log.filter((line) => !line.startsWith('view'))).toEqual([
      'begin 0',
      'keep 0',
      'keep 100',
      'keep 200',
      `end ${ACTION} performed`,
      'closed 300',
    ]);
  });

  it('puts a frame that ends one clip and begins the next into the first', async () => {
    const again = { ...START, index: 1 } as const;
    const { log, guidance } = run(script([], [START], [STOP, again], [STOP, { kind: 'complete' }]));
    for (const timeMs of [0, 100, 200]) guidance.frame(frame(timeMs, log));
    await guidance.done;
    const clips = ['begin 0', 'keep 0', 'keep 100', `end ${ACTION} performed`];
    expect(log.filter((line) => !line.startsWith('view'))).toEqual([
      ...clips,
      'begin 1',
      'keep 200',
      `end ${ACTION} performed`,
    ]);
  });

  it('moves the frame with which a clip starts over into the new one', () => {
    const { log, guidance } = run(script([], [START], [START], []));
    for (const timeMs of [0, 100, 110]) guidance.frame(frame(timeMs, log));
    expect(log.filter((line) => !line.startsWith('view'))).toEqual([
      'begin 0',
      'keep 0',
      'begin 0',
      'keep 100',
      'closed 110',
    ]);
    guidance.stop();
  });

  it('rejects with the code the guidance failed with, and then only closes frames', async () => {
    const fail: GuidanceEffect = {
      kind: 'fail',
      code: 'gesture_not_performed',
      message: 'm',
      context: { action: ACTION },
    };
    const { log, guidance } = run(script([START], [fail]));
    guidance.frame(frame(0, log));
    await expect(guidance.done).rejects.toMatchObject({
      code: 'gesture_not_performed',
      context: { action: ACTION },
    });
    guidance.frame(frame(100, log));
    expect(log.at(-1)).toBe('closed 100');
  });

  it('ends with the reason of its signal', async () => {
    const closing = new AbortController();
    const { guidance } = run(script([]), closing.signal);
    closing.abort(new Error('closed'));
    await expect(guidance.done).rejects.toThrow('closed');
  });
});
