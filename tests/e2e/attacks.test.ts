import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf } from '../support/host-page.ts';

const DECLINED = { state: 'finished', analyses: { quality: { state: 'finished', resolution: 'declined' } } };

describe('presentation attacks', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.stop());

  it('a print is declined', async () => {
    const seen = await bench.capture({ clip: 'print' }, { action: ['video_selfie_blank'] });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete')).toMatchObject(DECLINED);
  });

  it('a video replayed on a tablet is declined', async () => {
    const seen = await bench.capture({ clip: 'replay' }, { action: ['video_selfie_blank'] });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete')).toMatchObject(DECLINED);
  });
});
