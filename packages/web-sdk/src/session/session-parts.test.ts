import { readFileSync } from 'node:fs';
import type { ClientConfig } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { CaptureError } from '../model/capture-error.ts';
import { cameraPlan } from './camera-plan.ts';
import { wantsMask } from './face-mask.ts';
import { framePacer } from './frame-pacer.ts';
import { beginsWithVideo, groupActions, needsFaces } from './group-actions.ts';
import { pageCallbacks } from './page-callbacks.ts';
import { SDK_VERSION } from './sdk-version.ts';
import { verdictOf } from './verdict-of.ts';
import { viewEvents } from './view-events.ts';

function kept(everyMs: number, forMs: number): number {
  const pacer = framePacer();
  let count = 0;
  for (let timeMs = 0; timeMs < forMs; timeMs += everyMs) if (pacer.keeps(timeMs)) count += 1;
  return count;
}

describe('wantsMask', () => {
  it.each([
    [false, true, true, false],
    [true, false, undefined, false],
    [true, true, undefined, true],
    [true, false, true, true],
    [true, true, false, false],
  ])('load_3d_mask %s, enable_3d_mask %s, the page says %s: %s', (load, enable, page, wanted) => {
    const config = { load_3d_mask: load, enable_3d_mask: enable };
    expect(wantsMask(config, page === undefined ? {} : { enable_3d_mask: page })).toBe(wanted);
  });
});

describe('framePacer', () => {
  it.each([
    [1000 / 60, 150],
    [1000 / 30, 150],
    [50, 150],
    [100, 100],
  ])('keeps at most 15 a second of frames that come every %d ms', (everyMs, expected) => {
    expect(Math.abs(kept(everyMs, 10_000) - expected)).toBeLessThanOrEqual(2);
  });

  it('keeps one of the frames that come at once after a stall', () => {
    const pacer = framePacer();
    expect([0, 400, 401, 405, 411].map(pacer.keeps)).toEqual([true, true, false, false, true]);
  });

  it('starts at once again after a reset', () => {
    const pacer = framePacer();
    pacer.keeps(0);
    expect(pacer.keeps(10)).toBe(false);
    pacer.reset();
    expect(pacer.keeps(11)).toBe(true);
  });
});

describe('groupActions', () => {
  it('puts neighbouring gestures together and keeps the order', () => {
    expect(
      groupActions([
        'photo_id_front',
        'video_selfie_left',
        'video_selfie_eyes',
        'photo_selfie',
        'video_selfie_best',
      ]),
    ).toEqual([
      { kind: 'photo', action: 'photo_id_front', first: 0, subject: 'document' },
      { kind: 'videos', actions: ['video_selfie_left', 'video_selfie_eyes'], first: 1, offset: 0 },
      { kind: 'photo', action: 'photo_selfie', first: 3, subject: 'face' },
      { kind: 'videos', actions: ['video_selfie_best'], first: 4, offset: 2 },
    ]);
  });
});

describe('what a capture needs before its challenge is known', () => {
  const CAMERA = ['capture', 'upload'] as const;
  const FILES = ['upload'] as const;
  it.each([
    [undefined, CAMERA, true, true],
    [null, FILES, true, true],
    [[], CAMERA, true, true],
    [['video_selfie_blank', 'photo_id_front'], FILES, true, true],
    [['photo_id_front', 'video_selfie_blank'], CAMERA, false, true],
    [['photo_id_front', 'photo_id_back', 'photo_doc_custom'], CAMERA, false, false],
    [['photo_selfie'], CAMERA, false, true],
    [['photo_selfie'], FILES, false, false],
  ])('%j by %j: camera at once %s, a detector %s', (actions, sources, camera, detector) => {
    expect([beginsWithVideo(actions), needsFaces(actions, sources)]).toEqual([camera, detector]);
  });
});

describe('verdictOf', () => {
  const one = (resolution: string) => ({
    state: 'finished' as const,
    analyses: { quality: { state: 'finished', resolution } },
  });
  it.each([
    [one('success'), 'success'],
    [one('declined'), 'declined'],
    [one('operator_required'), 'done'],
    [{ state: 'finished' as const }, 'done'],
  ])('reads %j as %s', (result, verdict) => {
    expect(verdictOf(result)).toBe(verdict);
  });
});

describe('cameraPlan', () => {
  const config = (change: Partial<ClientConfig>) =>
    // Only the keys the plan reads.
    ({ use_for_liveness: false, get_user_media_timeout: {}, ...change }) as ClientConfig;
  const phone = {
    mobile: true,
    userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile',
    touchPoints: 5,
  };
  const desktop = { mobile: false, userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/120', touchPoints: 0 };

  it('mirrors a person who films himself', () => {
    expect(cameraPlan(config({}), {}, phone)).toMatchObject({ facing: 'user', mirrored: true, oval: true });
  });

  it('is an operator with the rear camera on phones, and without mirror and oval on desktops', () => {
    const operator = config({ use_for_liveness: true });
    expect(cameraPlan(operator, { cameraFacingMode: 'user' }, phone)).toMatchObject({
      facing: 'environment',
      mirrored: false,
    });
    expect(cameraPlan(operator, { cameraFacingMode: 'user' }, desktop)).toMatchObject({
      facing: 'environment',
      mirrored: false,
      oval: false,
    });
    expect(cameraPlan(config({}), { cameraFacingMode: 'environment' }, phone)).toMatchObject({
      facing: 'environment',
      mirrored: false,
      oval: true,
    });
  });

  it('keeps the camera’s own shape only if the page says so', () => {
    expect(cameraPlan(config({}), {}, phone).ownShape).toBe(false);
    expect(cameraPlan(config({}), { disable_adaptive_aspect_ratio: true }, phone).ownShape).toBe(true);
  });

  it('takes seconds from the configuration and milliseconds from the page', () => {
    const timed = config({ get_user_media_timeout: { default_default: 10, android_facebook: 20 } });
    const facebook = {
      mobile: true,
      userAgent: 'Mozilla/5.0 (Linux; Android 14) [FBAN/FB4A]',
      touchPoints: 5,
    };
    expect(cameraPlan(timed, {}, desktop).slowAfterMs).toBe(10_000);
    expect(cameraPlan(timed, {}, facebook).slowAfterMs).toBe(20_000);
    expect(cameraPlan(timed, { get_user_media_timeout: 500 }, facebook).slowAfterMs).toBe(500);
  });
});

describe('pageCallbacks', () => {
  it('adds the session to every payload and is silent after mute but for close, once', () => {
    const seen: unknown[] = [];
    const callbacks = pageCallbacks(
      {
        on_result: (result) => seen.push(result),
        on_error: (error) => seen.push(error),
        on_close: () => seen.push('close'),
      },
      () => 'esid',
    );
    callbacks.result({ state: 'processing' });
    callbacks.error(new CaptureError('face_not_found', 'm'));
    callbacks.mute();
    callbacks.result({ state: 'finished' });
    callbacks.close();
    callbacks.close();
    expect(seen).toEqual([
      { state: 'processing', event_session_id: 'esid' },
      { code: 'face_not_found', event_session_id: 'esid', message: 'm', context: {} },
      'close',
    ]);
  });
});

describe('pageCallbacks of a page with mistakes', () => {
  it('go on after a callback that throws, and leave the mistake to the page', async () => {
    const thrown: unknown[] = [];
    const onUncaught = (error: unknown) => thrown.push(error);
    const earlier = process.rawListeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', onUncaught);
    try {
      const seen: string[] = [];
      const mistake = new Error('the page’s own');
      const callbacks = pageCallbacks(
        {
          on_submit: () => {
            throw mistake;
          },
          on_complete: () => seen.push('complete'),
        },
        () => 'esid',
      );
      callbacks.submit();
      callbacks.complete({ state: 'finished' });
      await new Promise((resolve) => setTimeout(resolve));
      expect(seen).toEqual(['complete']);
      expect(thrown).toEqual([mistake]);
    } finally {
      process.removeListener('uncaughtException', onUncaught);
      for (const listener of earlier) process.on('uncaughtException', listener as () => void); // as they were
    }
  });
});

describe('viewEvents', () => {
  it('resolves with the next wanted event and rejects when aborted', async () => {
    const events = viewEvents();
    const closing = new AbortController();
    const next = events.next(['retry', 'close'], closing.signal);
    events.emit({ kind: 'shutter' });
    events.emit({ kind: 'retry' });
    expect(await next).toEqual({ kind: 'retry' });
    const never = events.next(['record'], closing.signal);
    closing.abort(new Error('closed'));
    await expect(never).rejects.toThrow('closed');
  });
});

describe('SDK_VERSION', () => {
  it('is the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(SDK_VERSION).toBe(version);
  });
});
