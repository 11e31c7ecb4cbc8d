import type { VideoAction } from '@presence/protocol';
import type {
  GuidanceEffect,
  GuidanceEvent,
  GuidanceMachine,
  GuidanceOptions,
  GuidanceStep,
} from '../model/guidance-machine.ts';
import { MANUAL_CLIP_MS } from './guidance-limits.data.ts';

/** Capture without a detector: the person presses a button and does what is asked; the engine alone decides. */
export type ManualState =
  | { readonly kind: 'ready'; readonly actions: readonly VideoAction[]; readonly index: number }
  | {
      readonly kind: 'recording';
      readonly actions: readonly VideoAction[];
      readonly index: number;
      readonly action: VideoAction;
      readonly sinceMs: number;
    }
  | { readonly kind: 'complete' };

type Step = GuidanceStep<ManualState>;

export const manualGuidance: GuidanceMachine<ManualState> = { start, transition };

function start({ actions }: GuidanceOptions): Step {
  return ask(actions, 0);
}

function transition(state: ManualState, event: GuidanceEvent): Step {
  switch (state.kind) {
    case 'complete':
      return { state, effects: [] };
    case 'ready':
      return event.kind === 'record_pressed' ? record(state, event.timeMs) : { state, effects: [] };
    case 'recording':
      return event.timeMs < state.sinceMs
        ? { state, effects: [] }
        : advance(state, event.timeMs - state.sinceMs);
  }
}

function ask(actions: readonly VideoAction[], index: number): Step {
  const action = actions[index];
  if (action === undefined) return { state: { kind: 'complete' }, effects: [{ kind: 'complete' }] };
  return {
    state: { kind: 'ready', actions, index },
    effects: [
      { kind: 'hint', hint: action },
      { kind: 'progress', action, index, progress: 0 },
    ],
  };
}

function record(state: Extract<ManualState, { kind: 'ready' }>, sinceMs: number): Step {
  const { actions, index } = state;
  const action = actions[index];
  if (action === undefined) return { state, effects: [] };
  return {
    state: { kind: 'recording', actions, index, action, sinceMs },
    effects: [{ kind: 'start_recording', action, index }],
  };
}

function advance(state: Extract<ManualState, { kind: 'recording' }>, passedMs: number): Step {
  const { actions, index, action } = state;
  const progress = Math.min(1, passedMs / MANUAL_CLIP_MS[action]);
  const told: GuidanceEffect = { kind: 'progress', action, index, progress };
  if (progress < 1) return { state, effects: [told] };
  const following = ask(actions, index + 1);
  return {
    state: following.state,
    effects: [told, { kind: 'stop_recording', action, index, outcome: 'manual' }, ...following.effects],
  };
}
