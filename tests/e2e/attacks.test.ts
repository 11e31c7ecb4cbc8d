import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf } from '../support/host-page.ts';
import { watchPage } from '../support/page-watch.ts';

const DECLINED = { state: 'finished', analyses: { quality: { state: 'finished', resolution: 'declined' } } };

interface LoggedCall {
  readonly name: string;
  readonly payload: { readonly event_session_id: string } | undefined;
}

/** Opens the window and writes down every callback, for as long as the page lives. */
function openLogged(action: readonly string[]): void {
  const calls: unknown[] = [];
  const names = ['on_submit', 'on_result', 'on_complete', 'on_error', 'on_close'];
  const callbacks = Object.fromEntries(
    names.map((name) => [name, (payload: unknown) => calls.push({ name, payload })]),
  );
  Object.assign(window, { calls });
  (window as unknown as { OzLiveness: { open(options: unknown): void } }).OzLiveness.open({
    action,
    ...callbacks,
  }); // the script tag defines it
}

async function waitForCall(page: Page, name: string, times: number): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      (window as unknown as { calls: { name: string }[] }).calls.filter((call) => call.name === wanted.name)
        .length >= wanted.times, // openLogged
    { name, times },
    { timeout: 60_000 },
  );
}

describe('presentation attacks', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ replicas: 'redis' });
  });
  afterAll(() => bench.stop());

  it('a print is declined, again when the person tries once more, and the camera is off while it is read', async () => {
    await bench.visit({ clip: 'print' }, async (page) => {
      const watch = await watchPage(page);
      await page.evaluate(openLogged, ['video_selfie_blank']);
      await waitForCall(page, 'on_complete', 1);
      await expect.poll(async () => (await watch.leftovers()).workers).toBe(0);
      expect(await watch.leftovers()).toMatchObject({ liveTracks: 0, elements: 1 });
      await page.getByRole('button', { name: 'Try again' }).click();
      await waitForCall(page, 'on_complete', 2);
      await page.getByRole('button', { name: 'Close' }).last().click();
      await waitForCall(page, 'on_close', 1);
      const calls = await page.evaluate(() => (window as unknown as { calls: LoggedCall[] }).calls); // openLogged
      const sessions = [...new Set(calls.flatMap(({ payload }) => payload?.event_session_id ?? []))];
      expect(sessions).toHaveLength(2);
      for (const session of sessions) {
        const own = calls.filter(({ payload }) => payload?.event_session_id === session);
        expect(own.at(-1)).toMatchObject({ name: 'on_complete', payload: DECLINED });
        expect(own.filter(({ name }) => name === 'on_complete')).toHaveLength(1);
      }
      // on_result comes as often as the adapter is asked.
      const names = calls.map(({ name }) => name).filter((name) => name !== 'on_result');
      expect(names).toEqual(['on_submit', 'on_complete', 'on_submit', 'on_complete', 'on_close']);
    });
  });

  it('a video replayed on a tablet is declined', async () => {
    const seen = await bench.capture({ clip: 'replay' }, { action: ['video_selfie_blank'] });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await bench.stack.findings()).toMatchObject(DECLINED);
  });
});
