import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import type { ClipName } from '../support/face-video/clips.ts';
import { payloadOf } from '../support/host-page.ts';

const ACTIVE = ['left', 'right', 'high', 'down', 'smile', 'eyes'] as const;
/** Every clip is 4.5 s long and loops, so each shows all it has within this time. */
const GESTURE_TIMEOUT_MS = 6000;

const WRONG_VIDEOS = ACTIVE.flatMap((asked) =>
  (['idle', ...ACTIVE] as const)
    .filter((shown) => shown !== asked)
    .map((shown): [string, ClipName] => [asked, shown]),
);

describe('a gesture on the video of another', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.stop());

  it.each(WRONG_VIDEOS)('%s is refused on %s', async (asked, clip) => {
    const action = `video_selfie_${asked}`;
    const seen = await bench.capture(
      { clip },
      { action: [action], time_limits: { gesture_ms: GESTURE_TIMEOUT_MS } },
    );
    expect(payloadOf(seen, 'on_error')).toMatchObject({
      code: 'gesture_not_performed',
      event_session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      context: { action },
    });
    expect(payloadOf(seen, 'on_submit')).toBeUndefined();
  });
});
