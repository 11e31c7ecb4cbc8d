import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import type { ClipName } from '../support/face-video/clips.ts';
import { payloadOf } from '../support/host-page.ts';

const SUCCESS = { state: 'finished', analyses: { quality: { state: 'finished', resolution: 'success' } } };

/** Each of the nine gestures on a video that shows it. */
const OWN_VIDEO: readonly (readonly [action: string, clip: ClipName])[] = [
  ['video_selfie_blank', 'idle'],
  ['video_selfie_best', 'idle'],
  ['video_selfie_scan', 'idle'],
  ['video_selfie_left', 'left'],
  ['video_selfie_right', 'right'],
  ['video_selfie_high', 'high'],
  ['video_selfie_down', 'down'],
  ['video_selfie_smile', 'smile'],
  ['video_selfie_eyes', 'eyes'],
];

describe('a gesture on its own video', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.stop());

  // Two at a time: the browser of one starts while the other captures, and the engine judges one while the other films.
  it.concurrent.each(OWN_VIDEO)('%s passes on %s', async (action, clip) => {
    const seen = await bench.capture({ clip }, { action: [action] });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await bench.stack.findings()).toMatchObject(SUCCESS);
    expect(payloadOf(seen, 'on_capture_complete')).toMatchObject({ action });
    expect(seen.map(({ name }) => name).filter((name) => name !== 'on_result')).toEqual([
      'on_capture_complete',
      'on_submit',
      'on_complete',
    ]);
  });

  it('left, right, blink and smile in one capture pass', async () => {
    const action = ['left', 'right', 'eyes', 'smile'].map((name) => `video_selfie_${name}`);
    const seen = await bench.capture({ clip: 'sequence' }, { action }, 110_000);
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await bench.stack.findings()).toMatchObject(SUCCESS);
    expect(seen.filter(({ name }) => name === 'on_capture_complete')).toHaveLength(action.length);
  });
});
