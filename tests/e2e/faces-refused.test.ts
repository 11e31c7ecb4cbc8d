import type { ErrorCode } from '@presence/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import type { ClipName } from '../support/face-video/clips.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';
import { waitForError } from '../support/shown-text.ts';

const CASES: readonly (readonly [clip: ClipName, code: ErrorCode])[] = [
  ['no_face', 'face_not_found'],
  ['two_faces', 'face_multiple'],
  ['too_far', 'face_too_far'],
  ['too_dark', 'face_too_dark'],
];

describe('scenes without one usable face', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.stop());

  // Two scenes at a time: most of it is waiting until the patience is over.
  it.concurrent.each(CASES)('%s ends with %s, on screen and in on_error', async (clip, code) => {
    const seen = await bench.visit({ clip }, async (page) => {
      const records = await runCapture(page, {
        action: ['video_selfie_blank'],
        time_limits: { face_ms: 8000 },
      });
      await waitForError(page, code);
      return records;
    });
    expect(payloadOf(seen, 'on_error')).toMatchObject({ code });
  });
});
