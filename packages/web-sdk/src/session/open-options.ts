import { isPhotoAction, isVideoAction, LIMITS } from '@presence/protocol';
import * as z from 'zod/mini';
import { CaptureError } from '../model/capture-error.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import { MAX_CAMERA_WAIT_MS, TEXT_LIMITS } from '../model/option-limits.data.ts';
import { ignoredStyleKeys } from '../ui/style-properties.ts';

const CAMERA_WAIT = `a number of milliseconds above 0, at most ${MAX_CAMERA_WAIT_MS}`;
const TIME_LIMIT = 'a number of milliseconds above 0, or Infinity';

/** Every message is what is expected: it stands in the error and in the type column of docs/web-sdk-api.md. */
const text = (maxLength: number, expected = `a string of at most ${maxLength} characters`) =>
  z.exactOptional(z.string(expected).check(z.maxLength(maxLength, expected)));
const flag = () => z.exactOptional(z.boolean('true or false'));
const callback = <K extends keyof OpenOptions>() =>
  z.exactOptional(
    z.custom<NonNullable<OpenOptions[K]>>((value) => typeof value === 'function', 'a function'),
  );
const aboveZero = (most: number, expected: string) =>
  z.exactOptional(
    z.custom<number>((value) => typeof value === 'number' && value > 0 && value <= most, expected),
  );

const ACTIONS = `an array of at most ${LIMITS.maxActions} action ids, or null`;
const META = `an object of at most ${LIMITS.maxMetaKeys} strings`;
const META_VALUE = `a string of at most ${LIMITS.maxMetaValueLength} characters`;
const OBJECT = 'an object';

/** The argument of `open()`. Lengths are those of the adapter's init.php, so that a page hears of them before the camera starts. */
export const openOptionsSchema = z.object({
  session_token: text(TEXT_LIMITS.session_token),
  token: text(TEXT_LIMITS.token),
  license: z.exactOptional(z.record(z.string(), z.unknown(), OBJECT)),
  licenseUrl: z.exactOptional(z.string('a string')),
  lang: text(TEXT_LIMITS.lang),
  meta: z.exactOptional(
    z
      .record(
        z.string(),
        z.string(META_VALUE).check(z.maxLength(LIMITS.maxMetaValueLength, META_VALUE)),
        META,
      )
      .check(z.refine((meta) => Object.keys(meta).length <= LIMITS.maxMetaKeys, META)),
  ),
  params: z.exactOptional(z.object({ extract_best_shot: flag() }, OBJECT)),
  action: z.exactOptional(
    z.array(z.string('an action id'), ACTIONS).check(z.maxLength(LIMITS.maxActions, ACTIONS)),
  ),
  overlay_options: z.exactOptional(z.object({ show_document_pattern: flag() }, `${OBJECT}, or false`)),
  style: z.exactOptional(z.record(z.string(), z.unknown(), OBJECT)),
  enable_3d_mask: flag(),
  device_id: z.exactOptional(z.string('a string')),
  cameraFacingMode: z.exactOptional(z.enum(['user', 'environment'], '"user" or "environment"')),
  disable_adaptive_aspect_ratio: flag(),
  get_user_media_timeout: aboveZero(MAX_CAMERA_WAIT_MS, CAMERA_WAIT),
  time_limits: z.exactOptional(
    z.object(
      {
        face_ms: aboveZero(Number.POSITIVE_INFINITY, TIME_LIMIT),
        gesture_ms: aboveZero(Number.POSITIVE_INFINITY, TIME_LIMIT),
        away_ms: aboveZero(Number.POSITIVE_INFINITY, TIME_LIMIT),
      },
      OBJECT,
    ),
  ),
  on_submit: callback<'on_submit'>(),
  on_result: callback<'on_result'>(),
  on_complete: callback<'on_complete'>(),
  on_error: callback<'on_error'>(),
  on_capture_complete: callback<'on_capture_complete'>(),
  on_close: callback<'on_close'>(),
});

/** Known, checked and without effect: here the adapter checks the licence. */
const WITHOUT_EFFECT = ['license', 'licenseUrl'] as const;
/** Options whose value an error may repeat: nothing about a person and no secret is in them. */
const HARMLESS = new Set<PropertyKey>(['cameraFacingMode', 'get_user_media_timeout', 'time_limits']);

export interface CheckedOptions {
  readonly options: OpenOptions;
  /** Paths of what the page passed and nothing looks at, e.g. `debug`, `style.titelFontCustomization`. */
  readonly ignored: readonly string[];
}

/**
 * Checks the argument of `open()`. Absent options may also be null and `overlay_options` false, as old callers pass them.
 *
 * @throws CaptureError `option_invalid` with `context.option`, `context.expected` and `context.given`.
 */
export function checkOpenOptions(value: unknown): CheckedOptions {
  if (value === undefined || value === null) return { options: {}, ignored: [] };
  if (typeof value !== 'object') throw invalid(value, [], OBJECT);
  const hasNoOverlay = 'overlay_options' in value && value.overlay_options === false;
  const given = Object.fromEntries(
    Object.entries(value).filter(
      ([key, each]) => !(isAbsent(each) || (hasNoOverlay && key === 'overlay_options')),
    ),
  );
  const parsed = openOptionsSchema.safeParse(mapValues(given, withoutAbsent));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(given, issue?.path ?? [], issue?.message ?? OBJECT);
  }
  return {
    options: parsed.data,
    ignored: [...(hasNoOverlay ? ['overlay_options'] : []), ...ignoredIn(given, parsed.data)],
  };
}

/** What the page passed in vain. */
function ignoredIn(given: Readonly<Record<string, unknown>>, options: OpenOptions): readonly string[] {
  const unknown = (inner: unknown, known: object, path: string) =>
    Object.keys(inner ?? {})
      .filter((key) => !Object.hasOwn(known, key))
      .map((key) => path + key);
  const { shape } = openOptionsSchema;
  return [
    ...unknown(given, shape, ''),
    ...WITHOUT_EFFECT.filter((name) => name in given),
    ...unknown(given.params, shape.params.def.innerType.shape, 'params.'),
    ...unknown(given.overlay_options, shape.overlay_options.def.innerType.shape, 'overlay_options.'),
    ...unknown(given.time_limits, shape.time_limits.def.innerType.shape, 'time_limits.'),
    ...(options.action ?? [])
      .filter((action) => !isVideoAction(action) && !isPhotoAction(action))
      .map((action) => `action.${action}`),
    ...ignoredStyleKeys(options.style).map((path) => `style.${path}`),
  ];
}

function invalid(value: unknown, path: readonly PropertyKey[], expected: string): CaptureError {
  const option = path.length === 0 ? 'options' : path.map(String).join('.');
  const found = path.reduce<unknown>((inner, key) => Object(inner)[key], value);
  const given = HARMLESS.has(path[0] ?? '') && typeof found !== 'object' ? shown(found) : kindOf(found);
  return new CaptureError(
    'option_invalid',
    `OzLiveness.open(): ${option} must be ${expected}; ${given} was given.`,
    { context: { option, expected, given } },
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value).slice(0, 40);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  return typeof value === 'object' ? OBJECT : `a ${typeof value}`;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Null means absent one level down too: `params: { extract_best_shot: null }`. */
function withoutAbsent(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => !isAbsent(each)));
}

function mapValues(
  record: Readonly<Record<string, unknown>>,
  map: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
