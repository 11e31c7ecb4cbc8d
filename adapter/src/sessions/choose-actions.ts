import {
  type CaptureAction,
  isPhotoAction,
  isVideoAction,
  LIMITS,
  type PhotoAction,
} from '@presence/protocol';
import type { AdapterConfig } from '../model/adapter-config.ts';
import { AdapterError } from '../model/adapter-error.ts';

export type ActionRules = Pick<
  AdapterConfig,
  | 'video_actions_list'
  | 'video_required_actions_list'
  | 'photo_actions_list'
  | 'actions_default_importance'
  | 'actions_default'
>;

/** A uniform integer in [0, below). */
export type RandomBelow = (below: number) => number;

/**
 * What the person has to do, in order. With `actions_default_importance`, or when the page asks for nothing, the
 * videos are drawn at random from the allowed list; else the page's list is cut to what is allowed.
 * `video_required_actions_list` is always part of it. Throws `action_not_allowed` when nothing is left.
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
  if (chosen.length === 0)
    throw new AdapterError(
      'action_not_allowed',
      'None of the asked actions is allowed; see video_actions_list and photo_actions_list.',
      { context: { asked: requested ?? [] } },
    );
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
