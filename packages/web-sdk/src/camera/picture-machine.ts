import type { InterruptionReason } from '../model/interruption.ts';

/** How long a muted camera may stay so before it counts as lost, ms: the length of a short call. */
const MUTED_LIMIT_MS = 30_000;
/** How long a person sees why the step starts over, ms: time to read a line of it. */
const NOTICE_MS = 1200;
/** Cameras that ended and were opened again in one capture; one that keeps ending is broken. */
const MAX_LOSSES = 2;

/** What befalls a live picture. `timeMs` never falls. */
export type PictureEvent =
  | { readonly kind: 'hidden'; readonly timeMs: number }
  /** `usable`: the camera still gives pictures. */
  | { readonly kind: 'shown'; readonly timeMs: number; readonly usable: boolean }
  | { readonly kind: 'muted'; readonly timeMs: number }
  | { readonly kind: 'unmuted'; readonly timeMs: number }
  | { readonly kind: 'ended'; readonly timeMs: number }
  /** The person chose another camera. */
  | { readonly kind: 'chosen'; readonly timeMs: number; readonly deviceId: string }
  /** The picture has another size than before. */
  | { readonly kind: 'turned'; readonly timeMs: number }
  /** The session itself is about to open a camera: the first one, or one for another subject. */
  | { readonly kind: 'replacing'; readonly timeMs: number }
  /** No camera is needed for a while. */
  | { readonly kind: 'rest'; readonly timeMs: number }
  | { readonly kind: 'opened'; readonly timeMs: number }
  /** Sent several times a second. */
  | { readonly kind: 'tick'; readonly timeMs: number };

export type PictureState =
  | { readonly kind: 'steady'; readonly losses: number }
  | { readonly kind: 'hidden'; readonly losses: number; readonly sinceMs: number }
  | { readonly kind: 'muted'; readonly losses: number; readonly sinceMs: number }
  /** Another camera, or the same again, is being opened; the page may be hidden meanwhile. */
  | {
      readonly kind: 'reopening';
      readonly losses: number;
      readonly noticeMs: number;
      readonly hiddenSinceMs: number | null;
    }
  /** The picture is good again; the person is being told that the step starts over. */
  | { readonly kind: 'resuming'; readonly losses: number; readonly untilMs: number }
  /** There is no camera and need not be one: nothing disturbs it. Ends with `replacing`. */
  | { readonly kind: 'resting'; readonly losses: number }
  | { readonly kind: 'failed' };

export type PictureEffect =
  /** Stop what is being captured and tell the person. Sent again when the reason changes. */
  | { readonly kind: 'interrupt'; readonly reason: InterruptionReason }
  /** Start the running step over. */
  | { readonly kind: 'resume' }
  /** `chosen`: this device. `same`: the one that was open. `any`: the same if it is still there, else another. */
  | { readonly kind: 'reopen'; readonly which: 'same' }
  | { readonly kind: 'reopen'; readonly which: 'any' }
  | { readonly kind: 'reopen'; readonly which: 'chosen'; readonly deviceId: string }
  | { readonly kind: 'fail'; readonly code: 'tab_hidden' | 'camera_lost'; readonly message: string };

export interface PictureStep {
  readonly state: PictureState;
  readonly effects: readonly PictureEffect[];
}

/** Before the first camera is open. */
export const OPENING: PictureState = { kind: 'reopening', losses: 0, noticeMs: 0, hiddenSinceMs: null };

/**
 * What to do when the picture is disturbed. Pure.
 *
 * @param awayLimitMs how long the page may be hidden before the capture fails.
 */
export function stepPicture(state: PictureState, event: PictureEvent, awayLimitMs: number): PictureStep {
  if (state.kind === 'failed') return { state, effects: [] };
  const { losses } = state;
  if (event.kind === 'rest') return { state: { kind: 'resting', losses }, effects: [] };
  if (state.kind === 'resting' && event.kind !== 'replacing') return { state, effects: [] };
  switch (event.kind) {
    case 'hidden':
      return onHidden(state, event.timeMs);
    case 'shown':
      return onShown(state, event, awayLimitMs);
    case 'tick':
      return onTick(state, event.timeMs, awayLimitMs);
    case 'replacing': {
      const hiddenSinceMs = hiddenSince(state);
      return { state: { kind: 'reopening', losses, noticeMs: 0, hiddenSinceMs }, effects: [] };
    }
    case 'opened':
      return onOpened(state, event.timeMs);
    case 'unmuted':
      return state.kind === 'muted' ? notice(losses, event.timeMs + NOTICE_MS) : { state, effects: [] };
    case 'muted':
      if (state.kind !== 'steady' && state.kind !== 'resuming') return { state, effects: [] };
      return { state: { kind: 'muted', losses, sinceMs: event.timeMs }, effects: [interrupt('muted')] };
    case 'turned':
      if (state.kind !== 'steady') return { state, effects: [] };
      return { ...notice(losses, event.timeMs + NOTICE_MS), effects: [interrupt('turned')] };
    case 'chosen':
      if (state.kind === 'hidden' || state.kind === 'reopening') return { state, effects: [] };
      return {
        state: { kind: 'reopening', losses, noticeMs: 0, hiddenSinceMs: null },
        effects: [interrupt('switched'), { kind: 'reopen', which: 'chosen', deviceId: event.deviceId }],
      };
    case 'ended':
      return onEnded(state);
  }
}

type Live = Exclude<PictureState, { kind: 'failed' }>;

function onHidden(state: Live, timeMs: number): PictureStep {
  if (state.kind === 'hidden') return { state, effects: [] };
  if (state.kind === 'reopening') return { state: { ...state, hiddenSinceMs: timeMs }, effects: [] };
  return {
    state: { kind: 'hidden', losses: state.losses, sinceMs: timeMs },
    effects: [interrupt('hidden')],
  };
}

function onShown(
  state: Live,
  { timeMs, usable }: Extract<PictureEvent, { kind: 'shown' }>,
  awayLimitMs: number,
): PictureStep {
  // A page that slept had no ticks: the time that passed counts all the same.
  const late = onTick(state, timeMs, awayLimitMs);
  if (late.state.kind === 'failed') return late;
  if (state.kind === 'reopening') return { state: { ...state, hiddenSinceMs: null }, effects: [] };
  if (state.kind !== 'hidden') return { state, effects: [] };
  if (usable) return notice(state.losses, timeMs + NOTICE_MS);
  return {
    state: { kind: 'reopening', losses: state.losses, noticeMs: NOTICE_MS, hiddenSinceMs: null },
    effects: [{ kind: 'reopen', which: 'same' }],
  };
}

function onTick(state: Live, timeMs: number, awayLimitMs: number): PictureStep {
  const hiddenSinceMs = hiddenSince(state);
  if (hiddenSinceMs !== null && timeMs - hiddenSinceMs >= awayLimitMs)
    return failed('tab_hidden', 'The page was hidden during the capture.');
  if (state.kind === 'muted' && timeMs - state.sinceMs >= MUTED_LIMIT_MS)
    return failed('camera_lost', 'The camera stopped during the capture (muted).');
  if (state.kind === 'resuming' && timeMs >= state.untilMs)
    return { state: { kind: 'steady', losses: state.losses }, effects: [{ kind: 'resume' }] };
  return { state, effects: [] };
}

function onOpened(state: Live, timeMs: number): PictureStep {
  if (state.kind !== 'reopening') return { state, effects: [] };
  const { losses, noticeMs, hiddenSinceMs } = state;
  if (hiddenSinceMs !== null)
    return { state: { kind: 'hidden', losses, sinceMs: hiddenSinceMs }, effects: [interrupt('hidden')] };
  if (noticeMs === 0) return { state: { kind: 'steady', losses }, effects: [{ kind: 'resume' }] };
  return notice(losses, timeMs + noticeMs);
}

function hiddenSince(state: Live): number | null {
  if (state.kind === 'hidden') return state.sinceMs;
  return state.kind === 'reopening' ? state.hiddenSinceMs : null;
}

function onEnded(state: Live): PictureStep {
  // Looked after when the page is seen again; a camera that is being replaced may end.
  if (state.kind === 'hidden' || state.kind === 'reopening') return { state, effects: [] };
  const losses = state.losses + 1;
  if (losses > MAX_LOSSES) return failed('camera_lost', 'The camera stopped again and again (ended).');
  return {
    state: { kind: 'reopening', losses, noticeMs: NOTICE_MS, hiddenSinceMs: null },
    effects: [interrupt('lost'), { kind: 'reopen', which: 'any' }],
  };
}

function notice(losses: number, untilMs: number): PictureStep {
  return { state: { kind: 'resuming', losses, untilMs }, effects: [] };
}

function interrupt(reason: InterruptionReason): PictureEffect {
  return { kind: 'interrupt', reason };
}

function failed(code: 'tab_hidden' | 'camera_lost', message: string): PictureStep {
  return { state: { kind: 'failed' }, effects: [{ kind: 'fail', code, message }] };
}
