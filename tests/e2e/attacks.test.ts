import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';
import { watchPage } from '../support/page-watch.ts';

const DECLINED = { state: 'finished', analyses: { quality: { state: 'finished', resolution: 'declined' } } };

describe('presentation attacks', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.stop());

  it('a print is declined, and the camera is off while the person reads so', async () => {
    const { seen, left } = await bench.visit({ clip: 'print' }, async (page) => {
      const watch = await watchPage(page);
      const records = await runCapture(page, { action: ['video_selfie_blank'] });
      await expect.poll(async () => (await watch.leftovers()).workers).toBe(0);
      return { seen: records, left: await watch.leftovers() };
    });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete')).toMatchObject(DECLINED);
    expect(left).toMatchObject({ liveTracks: 0, elements: 1 });
  });

  it('a video replayed on a tablet is declined', async () => {
    const seen = await bench.capture({ clip: 'replay' }, { action: ['video_selfie_blank'] });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete')).toMatchObject(DECLINED);
  });
});
