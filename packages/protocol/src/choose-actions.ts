import {
  type CaptureAction,
  isPhotoAction,
  isVideoAction,
  type PhotoAction,
  type VideoAction,
} from './actions.ts';
import { LIMITS } from './limits.ts';

/** The documented keys of `app_config.json` that decide what has to be captured. */
export interface ActionRules {
  readonly video_actions_list: readonly VideoAction[];
  readonly video_required_actions_list: readonly VideoAction[];
  readonly photo_actions_list: readonly PhotoAction[];
  readonly actions_default_importance: boolean;
  readonly actions_default: {
    readonly video_count: number;
    readonly photo_front: boolean;
    readonly photo_back: boolean;
  };
}

/** A uniform integer in [0, below). */
export type RandomBelow = (below: number) => number;

/**
 * What the person has to do, in order. With `actions_default_importance`, or when the page asks for nothing, the
 * videos are drawn at random from the allowed list; else the page's list is cut to what is allowed.
 * `video_required_actions_list` is always part of it. Empty when nothing is left.
 */
export function chooseActions(
  rules: ActionRules,
  requested: readonly string[] | null | undefined,
  randomBelow: RandomBelow,
): readonly CaptureAction[] {
  const nothingAsked = requested === null || requested === undefined || requested.length === 0;
  const chosen =
    rules.actions_default_importance || nothingAsked
      ? drawActions(rules, randomBelow)
      : withRequired(rules, allowedOf(rules, requested));
  return chosen.slice(0, LIMITS.maxActions);
}

function allowedOf(rules: ActionRules, requested: readonly string[]): readonly CaptureAction[] {
  const allowed = requested.filter(
    (action): action is CaptureAction =>
      (isVideoAction(action) && rules.video_actions_list.includes(action)) ||
      (isPhotoAction(action) && rules.photo_actions_list.includes(action)),
  );
  return [...new Set(allowed)];
}

/** Required actions come first: should the list be cut to the limit, they stay. */
function withRequired(rules: ActionRules, actions: readonly CaptureAction[]): readonly CaptureAction[] {
  return [...rules.video_required_actions_list.filter((action) => !actions.includes(action)), ...actions];
}

function drawActions(rules: ActionRules, randomBelow: RandomBelow): readonly CaptureAction[] {
  const required = rules.video_required_actions_list;
  const pool = rules.video_actions_list.filter((action) => !required.includes(action));
  const { video_count, photo_front, photo_back } = rules.actions_default;
  const drawn: CaptureAction[] = [];
  while (drawn.length < video_count && pool.length > 0)
    drawn.push(...pool.splice(randomBelow(pool.length), 1));
  const wanted: readonly [PhotoAction, boolean][] = [
    ['photo_id_front', photo_front],
    ['photo_id_back', photo_back],
  ];
  const photos = wanted
    .filter(([photo, asked]) => asked && rules.photo_actions_list.includes(photo))
    .map(([photo]) => photo);
  return [...required, ...drawn, ...photos];
}
