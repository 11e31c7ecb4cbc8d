import { describe, expect, it } from 'vitest';
import { checkOpenOptions } from './open-options.ts';

describe('checkOpenOptions', () => {
  it('accepts what documented and old callers pass', () => {
    const options = checkOpenOptions({
      lang: 'en',
      action: null,
      meta: { transaction_id: '1' },
      overlay_options: false,
      result_mode: 'safe',
      debug: false,
      headers: {},
      token: undefined,
    });
    expect(options.lang).toBe('en');
    expect('action' in options).toBe(false);
    expect(checkOpenOptions(undefined)).toEqual({});
  });

  it.each([
    ['options', 'x'],
    ['action', { action: 'video_selfie_left' }],
    ['action', { action: [1] }],
    ['meta', { meta: 'x' }],
    ['meta.age', { meta: { age: 3 } }],
    ['on_error', { on_error: 'x' }],
    ['session_token', { session_token: 1 }],
    ['time_limits.face_ms', { time_limits: { face_ms: '5' } }],
    ['get_user_media_timeout', { get_user_media_timeout: -1 }],
  ])('names the option %s', (option, value) => {
    expect(() => checkOpenOptions(value)).toThrow(
      expect.objectContaining({ code: 'option_invalid', context: { option } }),
    );
  });
});
