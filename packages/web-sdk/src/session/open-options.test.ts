import { initRequestSchema, LIMITS } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { checkOpenOptions } from './open-options.ts';

describe('checkOpenOptions', () => {
  it('takes every documented option as it is', () => {
    const options = {
      session_token: 's',
      token: 't',
      lang: 'pt-br',
      action: ['video_selfie_left', 'photo_id_front'],
      meta: { transaction_id: '1' },
      params: { extract_best_shot: true },
      overlay_options: { show_document_pattern: false },
      style: { baseColorCustomization: { iconColor: '#00a5ba' } },
      enable_3d_mask: true,
      device_id: 'abc',
      cameraFacingMode: 'environment',
      disable_adaptive_aspect_ratio: true,
      get_user_media_timeout: 500,
      time_limits: { face_ms: Number.POSITIVE_INFINITY, gesture_ms: 1, away_ms: 5 },
      on_submit: () => undefined,
      on_result: () => undefined,
      on_complete: () => undefined,
      on_error: () => undefined,
      on_capture_complete: () => undefined,
      on_close: () => undefined,
    };
    expect(checkOpenOptions(options)).toEqual({ options, ignored: [] });
    expect(checkOpenOptions(undefined)).toEqual({ options: {}, ignored: [] });
  });

  it('takes null for absent, and names what it ignores', () => {
    expect(
      checkOpenOptions({
        lang: 'en',
        action: null,
        meta: null,
        token: undefined,
        params: { extract_best_shot: null, verbose: true },
        overlay_options: false,
        license: { id: 1 },
        licenseUrl: '/license.json',
        result_mode: 'full',
        debug: false,
        headers: {},
        events: { on_ready: null },
        transaction_id: '7',
        get_user_media_promise: null,
        onComplete: () => undefined,
        style: { baseColorCustomisation: { iconColor: 'red' } },
      }),
    ).toEqual({
      options: {
        lang: 'en',
        params: {},
        license: { id: 1 },
        licenseUrl: '/license.json',
        style: { baseColorCustomisation: { iconColor: 'red' } },
      },
      ignored: [
        'overlay_options',
        'result_mode',
        'debug',
        'headers',
        'events',
        'transaction_id',
        'onComplete',
        'license',
        'licenseUrl',
        'params.verbose',
        'style.baseColorCustomisation.iconColor',
      ],
    });
  });

  it('ignores actions that nobody knows, and leaves it to the adapter whether any is left', () => {
    const { options, ignored } = checkOpenOptions({ action: ['video_selfie_wink', 'video_selfie_smile'] });
    expect(options.action).toEqual(['video_selfie_wink', 'video_selfie_smile']);
    expect(ignored).toEqual(['action.video_selfie_wink']);
  });

  it.each([
    ['options', 'x', 'an object', 'a string of 1 characters'],
    [
      'action',
      { action: 'video_selfie_left' },
      'an array of at most 8 action ids, or null',
      'a string of 17 characters',
    ],
    ['action.1', { action: ['video_selfie_left', 1] }, 'an action id', 'a number'],
    [
      'action',
      { action: Array(9).fill('video_selfie_left') },
      'an array of at most 8 action ids, or null',
      'an array of 9',
    ],
    ['meta', { meta: 'x' }, 'an object of at most 50 strings', 'a string of 1 characters'],
    ['meta', { meta: ['x'] }, 'an object of at most 50 strings', 'an array of 1'],
    ['meta.age', { meta: { age: 3 } }, 'a string of at most 1000 characters', 'a number'],
    ['session_token', { session_token: 1 }, 'a string of at most 8192 characters', 'a number'],
    ['token', { token: {} }, 'a string of at most 4096 characters', 'an object'],
    ['lang', { lang: ['en'] }, 'a string of at most 35 characters', 'an array of 1'],
    ['license', { license: 'x' }, 'an object', 'a string of 1 characters'],
    ['licenseUrl', { licenseUrl: {} }, 'a string', 'an object'],
    ['params', { params: true }, 'an object', 'a boolean'],
    [
      'params.extract_best_shot',
      { params: { extract_best_shot: 'yes' } },
      'true or false',
      'a string of 3 characters',
    ],
    ['overlay_options', { overlay_options: true }, 'an object, or false', 'a boolean'],
    [
      'overlay_options.show_document_pattern',
      { overlay_options: { show_document_pattern: 0 } },
      'true or false',
      'a number',
    ],
    ['style', { style: 'dark' }, 'an object', 'a string of 4 characters'],
    ['enable_3d_mask', { enable_3d_mask: 1 }, 'true or false', 'a number'],
    ['device_id', { device_id: 7 }, 'a string', 'a number'],
    ['cameraFacingMode', { cameraFacingMode: 'back' }, '"user" or "environment"', '"back"'],
    [
      'disable_adaptive_aspect_ratio',
      { disable_adaptive_aspect_ratio: 'true' },
      'true or false',
      'a string of 4 characters',
    ],
    [
      'get_user_media_timeout',
      { get_user_media_timeout: -1 },
      'a number of milliseconds above 0, at most 3600000',
      '-1',
    ],
    [
      'get_user_media_timeout',
      { get_user_media_timeout: Number.POSITIVE_INFINITY },
      'a number of milliseconds above 0, at most 3600000',
      'Infinity',
    ],
    [
      'time_limits.face_ms',
      { time_limits: { face_ms: '5' } },
      'a number of milliseconds above 0, or Infinity',
      '"5"',
    ],
    ['on_error', { on_error: 'x' }, 'a function', 'a string of 1 characters'],
    ['on_close', { on_close: {} }, 'a function', 'an object'],
  ])('names the option %s, what is expected and what was given', (option, value, expected, given) => {
    expect(() => checkOpenOptions(value)).toThrow(
      expect.objectContaining({
        code: 'option_invalid',
        message: `OzLiveness.open(): ${option} must be ${expected}; ${given} was given.`,
        context: { option, expected, given },
      }),
    );
  });

  it('lets through exactly what init.php takes', () => {
    const key = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } as const;
    const meta = (keys: number, length: number) =>
      Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, 'x'.repeat(length)]));
    const cases = [
      { meta: meta(LIMITS.maxMetaKeys, LIMITS.maxMetaValueLength) },
      { meta: meta(LIMITS.maxMetaKeys + 1, 1) },
      { meta: meta(1, LIMITS.maxMetaValueLength + 1) },
      { action: Array(LIMITS.maxActions).fill('video_selfie_left') },
      { action: Array(LIMITS.maxActions + 1).fill('video_selfie_left') },
      { lang: 'x'.repeat(35) },
      { lang: 'x'.repeat(36) },
      { token: 'x'.repeat(4096) },
      { token: 'x'.repeat(4097) },
      { session_token: 'x'.repeat(8192) },
      { session_token: 'x'.repeat(8193) },
    ];
    const passes = (value: unknown) => {
      try {
        checkOpenOptions(value);
        return true;
      } catch {
        return false;
      }
    };
    for (const each of cases) {
      expect(passes(each), JSON.stringify(each).slice(0, 60)).toBe(
        initRequestSchema.safeParse({ ...each, client_key: key }).success,
      );
    }
  });
});
