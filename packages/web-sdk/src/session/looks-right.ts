import { LIMITS } from '@presence/protocol';
import { MAX_CAMERA_WAIT_MS, TEXT_LIMITS } from '../model/option-limits.data.ts';

type Kind = (value: unknown) => boolean;

const isText: Kind = (value) => typeof value === 'string';
const isFlag: Kind = (value) => typeof value === 'boolean';
const isFunction: Kind = (value) => typeof value === 'function';
const isObject: Kind = (value) => typeof value === 'object' && !Array.isArray(value);
const textOf =
  (maxLength: number): Kind =>
  (value) =>
    typeof value === 'string' && value.length <= maxLength;
const aboveZero =
  (most: number): Kind =>
  (value) =>
    typeof value === 'number' && value > 0 && value <= most;
const objectOf =
  (kinds: Readonly<Record<string, Kind>>): Kind =>
  (value) =>
    isObject(value) &&
    Object.entries(kinds).every(([key, kind]) => passes(Reflect.get(Object(value), key), kind));

const timeLimit = aboveZero(Number.POSITIVE_INFINITY);

const KINDS: Readonly<Record<string, Kind>> = {
  session_token: textOf(TEXT_LIMITS.session_token),
  token: textOf(TEXT_LIMITS.token),
  license: isObject,
  licenseUrl: isText,
  lang: textOf(TEXT_LIMITS.lang),
  meta: (value) => {
    const texts = Object.values(Object(value)).filter((each) => each !== undefined && each !== null);
    return (
      isObject(value) && texts.length <= LIMITS.maxMetaKeys && texts.every(textOf(LIMITS.maxMetaValueLength))
    );
  },
  params: objectOf({ extract_best_shot: isFlag }),
  action: (value) => Array.isArray(value) && value.length <= LIMITS.maxActions && value.every(isText),
  overlay_options: (value) => value === false || objectOf({ show_document_pattern: isFlag })(value),
  style: isObject,
  enable_3d_mask: isFlag,
  device_id: isText,
  cameraFacingMode: (value) => value === 'user' || value === 'environment',
  disable_adaptive_aspect_ratio: isFlag,
  get_user_media_timeout: aboveZero(MAX_CAMERA_WAIT_MS),
  time_limits: objectOf({ face_ms: timeLimit, gesture_ms: timeLimit, away_ms: timeLimit }),
  on_submit: isFunction,
  on_result: isFunction,
  on_complete: isFunction,
  on_error: isFunction,
  on_capture_complete: isFunction,
  on_close: isFunction,
};

/**
 * Whether `checkOpenOptions` would take these, in as few bytes as the loader can spare: with wrong options no window is opened and
 * no camera asked for. What exactly is wrong the SDK says when it is there.
 */
export function looksRight(options: unknown): boolean {
  return passes(options, objectOrList) && objectOf(KINDS)({ ...Object(options) });
}

/** `checkOpenOptions` reads the members of a list too, and finds none it knows. */
const objectOrList: Kind = (value) => typeof value === 'object';

/** An option may be absent or null. */
function passes(value: unknown, kind: Kind): boolean {
  return value === undefined || value === null || kind(value);
}
