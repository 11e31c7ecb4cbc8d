import { describe, expect, it } from 'vitest';
import { OPENING, type PictureEvent, type PictureState, stepPicture } from './picture-machine.ts';

const AWAY_MS = 10_000;
const STEADY: PictureState = { kind: 'steady', losses: 0 };

/** Plays events; returns the last state and what was asked for, in short. */
function play(events: readonly PictureEvent[], from: PictureState = STEADY) {
  let state = from;
  const asked: string[] = [];
  for (const event of events) {
    const step = stepPicture(state, event, AWAY_MS);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.kind === 'interrupt') asked.push(effect.reason);
      else if (effect.kind === 'fail') asked.push(`fail ${effect.code}`);
      else if (effect.kind === 'reopen')
        asked.push(`reopen ${effect.which === 'chosen' ? effect.deviceId : effect.which}`);
      else asked.push(effect.kind);
    }
  }
  return { kind: state.kind, asked };
}

const at = (timeMs: number) => ({ timeMs });
const tick = (timeMs: number): PictureEvent => ({ kind: 'tick', ...at(timeMs) });

describe('a hidden page', () => {
  it('that comes back soon starts the step over, after telling why', () => {
    const away: PictureEvent[] = [
      { kind: 'hidden', ...at(1000) },
      tick(4000),
      { kind: 'shown', ...at(5000), usable: true },
    ];
    expect(play([...away, tick(6100)])).toEqual({ kind: 'resuming', asked: ['hidden'] });
    expect(play([...away, tick(6200)])).toEqual({ kind: 'steady', asked: ['hidden', 'resume'] });
  });

  it('whose camera the system took opens it again', () => {
    expect(
      play([
        { kind: 'hidden', ...at(0) },
        { kind: 'ended', ...at(100) },
        { kind: 'shown', ...at(3000), usable: false },
        { kind: 'opened', ...at(3500) },
        tick(4700),
      ]),
    ).toEqual({ kind: 'steady', asked: ['hidden', 'reopen same', 'resume'] });
  });

  it.each([
    ['while it is still away', [tick(10_000)]],
    ['when it wakes, though it had no ticks', [{ kind: 'shown', timeMs: 60_000, usable: true } as const]],
  ])('fails after too long: %s', (_when, events) => {
    expect(play([{ kind: 'hidden', ...at(0) }, ...events])).toEqual({
      kind: 'failed',
      asked: ['hidden', 'fail tab_hidden'],
    });
  });
});

describe('a camera that is taken away', () => {
  it('and given back goes on', () => {
    expect(
      play([{ kind: 'muted', ...at(0) }, tick(20_000), { kind: 'unmuted', ...at(21_000) }, tick(22_200)]),
    ).toEqual({ kind: 'steady', asked: ['muted', 'resume'] });
  });

  it('for too long is lost', () => {
    expect(play([{ kind: 'muted', ...at(0) }, tick(30_000)])).toEqual({
      kind: 'failed',
      asked: ['muted', 'fail camera_lost'],
    });
  });

  it('by a call that also hides the page counts as hidden', () => {
    expect(
      play([
        { kind: 'muted', ...at(0) },
        { kind: 'hidden', ...at(500) },
        { kind: 'unmuted', ...at(4000) },
        { kind: 'shown', ...at(4100), usable: true },
        tick(5300),
      ]),
    ).toEqual({ kind: 'steady', asked: ['muted', 'hidden', 'resume'] });
  });
});

describe('a camera that ends', () => {
  const loss = (timeMs: number): PictureEvent[] => [
    { kind: 'ended', ...at(timeMs) },
    { kind: 'opened', ...at(timeMs + 500) },
    tick(timeMs + 2000),
  ];

  it('is replaced', () => {
    expect(play(loss(0))).toEqual({ kind: 'steady', asked: ['lost', 'reopen any', 'resume'] });
  });

  it('again and again is given up', () => {
    expect(play([...loss(0), ...loss(5000), { kind: 'ended', ...at(9000) }])).toMatchObject({
      kind: 'failed',
      asked: ['lost', 'reopen any', 'resume', 'lost', 'reopen any', 'resume', 'fail camera_lost'],
    });
  });

  it('while it is being replaced does not matter', () => {
    expect(
      play([
        { kind: 'chosen', ...at(0), deviceId: 'b' },
        { kind: 'ended', ...at(10) },
      ]),
    ).toEqual({
      kind: 'reopening',
      asked: ['switched', 'reopen b'],
    });
  });
});

describe('the person', () => {
  it('chooses another camera and goes on at once', () => {
    expect(
      play([
        { kind: 'chosen', ...at(0), deviceId: 'b' },
        { kind: 'opened', ...at(400) },
      ]),
    ).toEqual({ kind: 'steady', asked: ['switched', 'reopen b', 'resume'] });
  });

  it('leaves while the camera opens', () => {
    expect(
      play([
        { kind: 'chosen', ...at(0), deviceId: 'b' },
        { kind: 'hidden', ...at(100) },
        { kind: 'opened', ...at(400) },
        { kind: 'shown', ...at(900), usable: true },
        tick(2100),
      ]),
    ).toEqual({ kind: 'steady', asked: ['switched', 'reopen b', 'hidden', 'resume'] });
  });

  it('turns the phone', () => {
    expect(play([{ kind: 'turned', ...at(0) }, { kind: 'turned', ...at(100) }, tick(1200)])).toEqual({
      kind: 'steady',
      asked: ['turned', 'resume'],
    });
  });
});

describe('the first camera', () => {
  it('is ready as soon as it is open', () => {
    expect(play([{ kind: 'opened', ...at(300) }], OPENING)).toEqual({ kind: 'steady', asked: ['resume'] });
  });

  it('is asked for once, though the person looks away meanwhile', () => {
    expect(
      play(
        [
          { kind: 'hidden', ...at(100) },
          { kind: 'shown', ...at(900), usable: false },
          { kind: 'opened', ...at(1300) },
        ],
        OPENING,
      ),
    ).toEqual({ kind: 'steady', asked: ['resume'] });
  });

  it('is not waited for by a person who is gone', () => {
    expect(play([{ kind: 'hidden', ...at(100) }, tick(10_100)], OPENING).asked).toEqual(['fail tab_hidden']);
  });

  it('gives way to one for another subject, also while nobody looks', () => {
    const events: PictureEvent[] = [
      { kind: 'hidden', ...at(0) },
      { kind: 'replacing', ...at(100) },
      { kind: 'opened', ...at(600) },
      tick(10_000),
    ];
    expect(play(events).asked).toEqual(['hidden', 'hidden', 'fail tab_hidden']);
  });
});

it('knows every event in every state', () => {
  const states: PictureState[] = [
    STEADY,
    { kind: 'hidden', losses: 0, sinceMs: 0 },
    { kind: 'muted', losses: 0, sinceMs: 0 },
    { kind: 'reopening', losses: 0, noticeMs: 0, hiddenSinceMs: null },
    { kind: 'resuming', losses: 0, untilMs: 100 },
    { kind: 'failed' },
  ];
  const events: PictureEvent[] = [
    { kind: 'hidden', timeMs: 1 },
    { kind: 'shown', timeMs: 1, usable: false },
    { kind: 'muted', timeMs: 1 },
    { kind: 'unmuted', timeMs: 1 },
    { kind: 'ended', timeMs: 1 },
    { kind: 'chosen', timeMs: 1, deviceId: 'x' },
    { kind: 'turned', timeMs: 1 },
    { kind: 'replacing', timeMs: 1 },
    { kind: 'opened', timeMs: 1 },
    tick(1),
  ];
  for (const state of states)
    for (const event of events) {
      const step = stepPicture(state, event, AWAY_MS);
      if (state.kind === 'failed') expect(step).toEqual({ state, effects: [] });
      else expect(step.state.kind, `${state.kind} ${event.kind}`).not.toBe('failed');
    }
});

describe('a picture that is not needed', () => {
  it('is disturbed by nothing until a camera is opened again', () => {
    const chooser: PictureEvent[] = [
      { kind: 'rest', ...at(0) },
      { kind: 'hidden', ...at(100) },
      { kind: 'ended', ...at(200) },
      tick(60_000),
      { kind: 'shown', ...at(60_100), usable: false },
    ];
    expect(play(chooser)).toEqual({ kind: 'resting', asked: [] });
    expect(
      play([...chooser, { kind: 'replacing', ...at(60_200) }, { kind: 'opened', ...at(60_300) }]),
    ).toEqual({ kind: 'steady', asked: ['resume'] });
  });
});
