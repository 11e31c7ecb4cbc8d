import { CaptureError } from '../model/capture-error.ts';
import type { OpenOptions } from '../model/capture-options.ts';

const CALLBACKS = [
  'on_submit',
  'on_result',
  'on_complete',
  'on_error',
  'on_capture_complete',
  'on_close',
] as const;
const STRINGS = ['session_token', 'token', 'lang', 'device_id', 'cameraFacingMode'] as const;

/**
 * Checks the argument of `open()`. Unknown keys are ignored and absent ones may also be null, as old callers pass them.
 *
 * @throws CaptureError `option_invalid` with `context.option`.
 */
export function checkOpenOptions(value: unknown): OpenOptions {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object') throw invalid('options', 'must be an object');
  // Every key is checked below or ignored.
  const options = Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined && each !== null),
  ) as Record<string, unknown>;
  for (const name of CALLBACKS) {
    if (name in options && typeof options[name] !== 'function') throw invalid(name, 'must be a function');
  }
  for (const name of STRINGS) {
    if (name in options && typeof options[name] !== 'string') throw invalid(name, 'must be a string');
  }
  checkAction(options.action);
  checkMeta(options.meta);
  const timeout = options.get_user_media_timeout;
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout > 0)) {
    throw invalid('get_user_media_timeout', 'must be a positive number of milliseconds');
  }
  checkTimeLimits(options.time_limits);
  if (options.params !== undefined && typeof options.params !== 'object') {
    throw invalid('params', 'must be an object');
  }
  // All keys of OpenOptions have been checked; `style` and `overlay_options` accept anything.
  return options as OpenOptions;
}

function checkTimeLimits(limits: unknown): void {
  if (limits === undefined) return;
  if (typeof limits !== 'object' || limits === null) throw invalid('time_limits', 'must be an object');
  const wrong = Object.entries(limits).find(([, value]) => !(typeof value === 'number' && value > 0));
  if (wrong !== undefined)
    throw invalid(`time_limits.${wrong[0]}`, 'must be a positive number of milliseconds');
}

function checkAction(action: unknown): void {
  if (action === undefined) return;
  if (!Array.isArray(action) || action.some((each) => typeof each !== 'string')) {
    throw invalid('action', 'must be an array of action ids, or null');
  }
}

function checkMeta(meta: unknown): void {
  if (meta === undefined) return;
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) {
    throw invalid('meta', 'must be an object with string values');
  }
  const wrong = Object.entries(meta).find(([, value]) => typeof value !== 'string');
  if (wrong !== undefined) throw invalid(`meta.${wrong[0]}`, 'must be a string');
}

function invalid(option: string, what: string): CaptureError {
  return new CaptureError('option_invalid', `OzLiveness.open(): ${option} ${what}.`, { context: { option } });
}
