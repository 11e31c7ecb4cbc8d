import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';

const BLANK = { action: ['video_selfie_blank'] };
const SUCCESS = { state: 'finished', analyses: { quality: { resolution: 'success' } } };

describe('a capture is not lost', () => {
  let bench: Bench | undefined;
  afterEach(() => bench?.stop());

  it('when the engine is down: it waits, and is delivered once the engine is back', async () => {
    const running = await startBench({ engine: false, replicas: 'redis' });
    bench = running;
    const seen = await running.visit({ clip: 'idle' }, async (page) => {
      const capture = runCapture(page, BLANK, 100_000);
      await page.waitForResponse(
        (response) => /request(\.php)?$/.test(new URL(response.url()).pathname) && response.status() === 202,
      );
      await running.stack.startEngine();
      return await capture;
    });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await running.stack.findings()).toMatchObject(SUCCESS);
  });

  it('when the network goes away during the upload and comes back', async () => {
    const running = await startBench({ replicas: 'redis' });
    bench = running;
    const seen = await running.visit({ clip: 'idle' }, async (page) => {
      let refused = 0;
      await page.route(/request(\.php)?$/, async (route) => {
        if (route.request().method() === 'POST' && refused < 2) {
          refused++;
          await route.abort('internetdisconnected');
        } else await route.continue();
      });
      return await runCapture(page, BLANK, 100_000);
    });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await running.stack.findings()).toMatchObject(SUCCESS);
  });

  it('when the machine has no network and the adapter runs on it', async () => {
    const running = await startBench({ replicas: 'redis' });
    bench = running;
    const seen = await running.visit({ clip: 'idle' }, async (page) => {
      await page.evaluate(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
      return await runCapture(page, BLANK, 60_000);
    });
    expect(payloadOf(seen, 'on_complete'), await running.stack.findings()).toMatchObject(SUCCESS);
  });

  it('and when the adapter is down, the page is told so', async () => {
    const running = await startBench({ replicas: 'redis' });
    bench = running;
    const error = await running.visit({ clip: 'idle' }, async (page) => {
      await running.stack.adapter.stop();
      return payloadOf(await runCapture(page, BLANK), 'on_error');
    });
    expect(error).toMatchObject({ code: 'adapter_unreachable', message: expect.stringMatching(/.{20}/) });
  });

  it('when the adapter is killed after it accepted the capture', async () => {
    const running = await startBench({ engine: false, replicas: 'redis' });
    bench = running;
    await running.visit({ clip: 'idle' }, async (page) => {
      void runCapture(page, BLANK, 60_000).catch(() => undefined); // the browser closes under it
      await page.waitForResponse(
        (response) => /request(\.php)?$/.test(new URL(response.url()).pathname) && response.status() === 202,
      );
    });
    await running.stack.adapter.stop('SIGKILL');
    await running.stack.startEngine();
    await running.stack.restartAdapter();
    await expect.poll(() => running.stack.folders(), { timeout: 60_000, interval: 500 }).toHaveLength(1);
    // Long enough for a second delivery to show itself.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await running.stack.folders()).toHaveLength(1);
  });
});
