import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipJpegs } from '../support/face-video/face-videos.ts';
import { startNodeCapture } from '../support/node-capture.ts';
import { type Stack, startStack } from '../support/stack.ts';

describe('the engine believes the pixels, not the browser', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ config: { result_mode: 'full' } });
  });
  afterAll(() => stack.stop());

  it('declines a turn that is claimed but not shown, and says so', async () => {
    const capture = await startNodeCapture(stack.url, ['video_selfie_left']);
    const clip = await clipJpegs('idle', 3, { from: 0, to: 3 });
    const accepted = await capture.upload(await capture.seal([clip]));
    expect(accepted.status).toBe(202);
    const result = await capture.result();
    expect(result.analyses?.quality).toMatchObject({ state: 'finished', resolution: 'declined' });
    expect(JSON.stringify(result)).toContain('gesture_not_performed');
  });

  it('accepts the same claim when the pixels show it', async () => {
    const capture = await startNodeCapture(stack.url, ['video_selfie_left']);
    const clip = await clipJpegs('left', 3, { from: 0, to: 4.5 });
    expect((await capture.upload(await capture.seal([clip]))).status).toBe(202);
    expect((await capture.result()).analyses?.quality).toMatchObject({ resolution: 'success' });
  });

  it('declines a turn to the other side', async () => {
    const capture = await startNodeCapture(stack.url, ['video_selfie_left']);
    const clip = await clipJpegs('right', 3, { from: 0, to: 4.5 });
    expect((await capture.upload(await capture.seal([clip]))).status).toBe(202);
    expect((await capture.result()).analyses?.quality).toMatchObject({ resolution: 'declined' });
  });
});
