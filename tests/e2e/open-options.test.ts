import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../packages/web-sdk/src/langs/en.data.ts';
import { checkOpenOptions } from '../../packages/web-sdk/src/session/open-options.ts';
import { type Bench, startBench } from '../support/browser-session.ts';
import type { CallbackRecord } from '../support/callback-record.ts';
import { launchBrowser } from '../support/fake-camera-browser.ts';
import { payloadOf } from '../support/host-page.ts';
import { recordCapture } from '../support/record-capture.ts';
import { type WindowFacts, watchCalls, windowFacts } from '../support/window-facts.ts';
import { FULL, NOTICE, type Option, TITLE, WRONG } from './open-options.data.ts';

type Callback = Extract<Option, `on_${string}`>;
type Documented = Exclude<Option, `on_${string}`>;

interface Seen {
  readonly facts: WindowFacts;
  readonly init: Readonly<Record<string, unknown>>;
  readonly callbacks: readonly CallbackRecord[];
  /** What the engine keeps of the capture. */
  readonly folder: { readonly meta_data?: unknown };
  readonly deviceId: string;
  /** Lines of the document's outline, without `overlay_options` and with `show_document_pattern: false`. */
  readonly pattern: readonly [number, number];
}

let bench: Bench;
let browser: Browser;
beforeAll(async () => {
  bench = await startBench({
    config: {
      result_mode: 'folder',
      video_actions_list: ['blank', 'best', 'left'].map((name) => `video_selfie_${name}`),
      photo_actions_list: ['photo_id_front'],
      lang_allow: ['en', 'es', 'pt-br', 'ru', 'kk'],
    },
  });
  browser = await launchBrowser({ clip: 'idle' });
});
afterAll(async () => {
  await browser?.close();
  await bench?.stop();
});

async function hostPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(bench.site.url);
  return page;
}

/** The `on_error` of a call that opens no window. */
async function refusalOf(page: Page, options: unknown): Promise<unknown> {
  return await page.evaluate(
    (given) =>
      new Promise((resolve) => {
        const plugin = (window as unknown as { OzLiveness: { open(options: unknown): void } }).OzLiveness; // the script tag defines it
        plugin.open({ on_error: resolve, ...(given as object) });
      }),
    options,
  );
}

/** Opens the window on a document and counts the lines drawn into its frame. */
async function documentLines(page: Page, overlay_options: object): Promise<number> {
  const running = recordCapture(page, { action: ['photo_id_front'], overlay_options });
  await page.getByText(en['ui.photo_photo_id_front']).first().waitFor();
  const lines = await page.locator('.overlay.document .template').count();
  await closeWindow(page);
  await running;
  return lines;
}

async function closeWindow(page: Page): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as { OzLiveness: { close(): void } }).OzLiveness.close(); // the script tag defines it
  });
}

describe('an option of the wrong type', () => {
  let page: Page;
  beforeAll(async () => {
    page = await hostPage();
    await page.evaluate(() => {
      const windows: Node[] = [];
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          windows.push(
            ...[...addedNodes].filter((node) => node instanceof Element && node.matches('.oz-liveness')),
          );
      }).observe(document.body, { childList: true });
      Object.assign(window, { windowsSeen: windows });
    });
  });
  afterAll(() => page.close());

  const rows = Object.entries(WRONG).filter(([name]) => name !== 'on_error');
  it.each(rows)('%s is named in on_error', async (name, value) => {
    const error = await refusalOf(page, { [name]: value });
    expect(error).toMatchObject({
      code: 'option_invalid',
      event_session_id: '',
      message: expect.stringMatching(
        new RegExp(`^OzLiveness\\.open\\(\\): ${name}[\\w.]* must be .+ was given\\.$`),
      ),
      context: {
        option: expect.stringMatching(name),
        expected: expect.any(String),
        given: expect.any(String),
      },
    });
    // Not even for a moment.
    expect(await page.evaluate('windowsSeen.length')).toBe(0);
  });

  it('on_error itself becomes an uncaught error of the page, since nobody else can be told', async () => {
    const uncaught = page.waitForEvent('pageerror');
    await page.evaluate(() => {
      const plugin = (window as unknown as { OzLiveness: { open(options: unknown): void } }).OzLiveness; // the script tag defines it
      plugin.open({ on_error: 'x' });
    });
    expect((await uncaught).message).toContain('on_error must be a function');
  });
});

describe('one capture with every option', () => {
  let seen: Seen;
  const telemetry: unknown[] = [];
  beforeAll(async () => {
    const page = await hostPage();
    const calls = watchCalls(page);
    const deviceId = await page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: true });
      const [track] = stream.getTracks();
      track?.stop();
      return track?.getSettings().deviceId ?? '';
    });
    await page.evaluate((title) => {
      const plugin = (
        window as unknown as { OzLiveness: { langs: { add(id: string, texts: unknown): void } } }
      ).OzLiveness; // the script tag defines it
      plugin.langs.add('es', { 'hint.video_selfie_blank': title, 'hint.hold_still': title });
    }, TITLE);
    const running = recordCapture(page, { ...FULL, device_id: deviceId });
    await page.getByText(TITLE).first().waitFor();
    const facts = await windowFacts(page);
    const callbacks = await running;
    const [folder = {}] = (await bench.stack.folders()) as Seen['folder'][]; // the listing's documented shape
    const pattern = [
      await documentLines(page, {}),
      await documentLines(page, { show_document_pattern: false }),
    ] as const;
    const [init] = calls.bodies('/init');
    telemetry.push(...calls.bodies('/tm').flatMap((batch) => (batch as { events: unknown[] }).events)); // our own schema
    seen = { facts, callbacks, folder, deviceId, pattern, init: init as Seen['init'] }; // a JSON object, as the adapter has taken it
    await page.close();
  });

  const EFFECT: Readonly<Record<Documented, () => void>> = {
    session_token: () => expect(seen.init.session_token).toBe(FULL.session_token),
    token: () => expect(seen.init.token).toBe(FULL.token),
    license: () => expect(seen.init).not.toHaveProperty('license'),
    licenseUrl: () => expect(seen.init).not.toHaveProperty('licenseUrl'),
    lang: () => {
      expect(seen.init.lang).toBe('es');
      expect(seen.facts.lang).toBe('es');
    },
    meta: () => {
      expect(seen.init.meta).toEqual(FULL.meta);
      expect(seen.folder.meta_data).toMatchObject(FULL.meta);
    },
    params: () => expect(seen.init.params).toEqual(FULL.params),
    action: () => {
      expect(seen.init.action).toEqual(FULL.action);
      expect(seen.callbacks.filter(({ name }) => name === 'on_capture_complete')).toHaveLength(1);
      expect(payloadOf(seen.callbacks, 'on_capture_complete')).toMatchObject({
        action: 'video_selfie_blank',
      });
    },
    overlay_options: () => {
      expect(seen.pattern[0]).toBeGreaterThan(0);
      expect(seen.pattern[1]).toBe(0);
    },
    style: () => {
      expect(seen.facts.style).toMatchObject({ '--oz-ink': '#123456', '--oz-ring': 'rebeccapurple' });
      expect(seen.facts.notice).toBe(NOTICE);
    },
    enable_3d_mask: () => expect(checkOpenOptions(FULL).options.enable_3d_mask).toBe(false),
    device_id: () => expect(seen.facts.constraints.deviceId).toEqual({ exact: seen.deviceId }),
    cameraFacingMode: () => expect(seen.facts.constraints).not.toHaveProperty('facingMode'),
    disable_adaptive_aspect_ratio: () => expect(seen.facts.constraints).not.toHaveProperty('height'),
    get_user_media_timeout: () => expect(payloadOf(seen.callbacks, 'on_error')).toBeUndefined(),
    time_limits: () => expect(payloadOf(seen.callbacks, 'on_error')).toBeUndefined(),
  };
  it.each(Object.entries(EFFECT))('%s', (_name, check) => check());

  it('the developer is told once, through telemetry, what was ignored', () => {
    const warnings = telemetry.filter((event) => (event as { name: string }).name === 'options.ignored'); // our own schema
    expect(warnings).toEqual([
      expect.objectContaining({
        data: { options: checkOpenOptions({ ...FULL, device_id: '' }).ignored.join(', ') },
      }),
    ]);
    expect(JSON.stringify(warnings)).toMatch(
      /result_mode.*get_user_media_promise.*debug.*licenseUrl.*video_selfie_wink.*closeButton\.image/,
    );
  });

  it('the callbacks come in the documented order', () => {
    const names = seen.callbacks.map(({ name }) => name);
    expect(names.filter((name, index) => name !== names[index - 1])).toEqual([
      'on_capture_complete',
      'on_submit',
      'on_result',
      'on_complete',
      'on_close',
    ]);
  });

  const ID = expect.stringMatching(/^[0-9a-f-]{36}$/);
  const PROCESSING = { quality: { state: 'processing', resolution: '' } };
  const FINISHED = { quality: { state: 'finished', resolution: 'success' } };
  const folder = { folder_id: expect.any(String), event_session_id: ID };
  const payloads = (wanted: Callback) =>
    seen.callbacks.filter(({ name }) => name === wanted).map(({ payload }) => payload);

  const PAYLOADS: Readonly<Record<Callback, () => void>> = {
    on_capture_complete: () =>
      expect(payloads('on_capture_complete')).toEqual([
        expect.objectContaining({ action: 'video_selfie_blank', event_session_id: ID }),
      ]),
    on_submit: () => expect(payloads('on_submit')).toEqual([undefined]),
    on_result: () => {
      const results = payloads('on_result');
      expect(results.at(-1)).toEqual({ state: 'finished', analyses: FINISHED, ...folder });
      for (const result of results.slice(0, -1)) {
        expect(result).toEqual({
          state: 'processing',
          analyses: PROCESSING,
          event_session_id: ID,
          ...('folder_id' in Object(result) ? { folder_id: expect.any(String) } : {}),
        });
      }
    },
    on_complete: () =>
      expect(payloads('on_complete')).toEqual([{ state: 'finished', analyses: FINISHED, ...folder }]),
    on_error: () => expect(payloads('on_error')).toEqual([]),
    on_close: () => expect(payloads('on_close')).toEqual([undefined]),
  };
  it.each(Object.entries(PAYLOADS))('%s takes exactly what is documented', (_name, check) => check());
});

describe('the object itself', () => {
  it('has its alias and its version, embedded in the older form too', async () => {
    const page = await browser.newPage();
    // As the older pages embed it: a style sheet of its own, and what the address asks for.
    await page.goto(bench.site.url);
    const sheet = await page.addStyleTag({ url: `${bench.stack.url}/plugin/ozliveness.css` });
    await page.addScriptTag({ url: `${bench.stack.url}/plugin_liveness.php?lang=ru&ver=1.8.1-10` });
    expect(await sheet.evaluate((tag) => tag instanceof HTMLLinkElement && tag.sheet !== null)).toBe(true);
    const found = await page.evaluate(() => {
      const { OzLiveness, OZLiveness } = window as unknown as Record<string, { version: string }>; // the script tag defines both
      return { same: OzLiveness === OZLiveness, version: OzLiveness?.version };
    });
    const { version } = JSON.parse(
      readFileSync(new URL('../../packages/web-sdk/package.json', import.meta.url), 'utf8'),
    );
    expect(found).toEqual({ same: true, version });
    await page.close();
  });

  it('hide() from on_submit: the window goes, callbacks that throw change nothing, and open() is refused meanwhile', async () => {
    const page = await hostPage();
    const running = recordCapture(
      page,
      { action: ['video_selfie_best'], cameraFacingMode: 'environment', overlay_options: false },
      {
        reactions: {
          on_capture_complete: 'open_again',
          on_submit: 'hide',
          on_result: 'throw',
          on_complete: 'throw',
        },
      },
    );
    const { constraints } = await windowFacts(page);
    expect(constraints).toMatchObject({ facingMode: 'environment', height: 480 });
    await page.getByRole('dialog').waitFor({ state: 'hidden', timeout: 30_000 });
    const names = (await running).map(({ name }) => name);
    expect(names.filter((name) => name !== 'on_result')).toEqual([
      'on_capture_complete',
      'on_error',
      'on_submit',
      'on_complete',
      'on_close',
    ]);
    expect(names).toContain('on_result');
    expect(payloadOf(await running, 'on_error')).toMatchObject({ code: 'already_open' });
    expect(await page.locator('.oz-liveness').count()).toBe(0);
    await page.close();
  });

  it('close() in the middle: nothing more but on_close, and nothing is sent', async () => {
    const page = await hostPage();
    const calls: string[] = [];
    page.on('request', (request) => calls.push(new URL(request.url()).pathname));
    const seen = await recordCapture(
      page,
      { action: ['video_selfie_blank'] },
      { reactions: { on_capture_complete: 'close' } },
    );
    await page.waitForTimeout(1500);
    expect(seen.map(({ name }) => name)).toEqual(['on_capture_complete', 'on_close']);
    expect(calls.filter((path) => /request|result/.test(path))).toEqual([]);
    await page.close();
  });

  it('get_user_media_timeout: help appears while the person has not answered yet', async () => {
    const page = await hostPage();
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
    });
    await page.reload();
    const running = recordCapture(page, { get_user_media_timeout: 1500 });
    await page.getByText(en['ui.camera_slow']).first().waitFor({ timeout: 20_000 });
    await closeWindow(page);
    expect((await running).map(({ name }) => name)).toEqual(['on_close']);
    await page.close();
  });
});

describe('action', () => {
  it('null, absent or empty leaves the choice to the adapter; lang is any id of an allowed language', async () => {
    const page = await hostPage();
    for (const [options, lang] of [
      [{ action: null, lang: 'kz' }, 'kk'],
      [{ lang: 'pt_BR' }, 'pt-BR'],
      [{ action: [], lang: 'de' }, 'en'],
    ] as const) {
      const answer = page.waitForResponse((response) => /init\.php$/.test(response.url()));
      const running = recordCapture(page, options);
      const { challenge } = (await (await answer).json()) as { challenge: { actions: string[] } }; // our own schema
      expect(challenge.actions).toEqual([expect.stringMatching(/^video_selfie_(blank|best|left)$/)]);
      await page.locator(`.oz-liveness dialog[lang=${lang}]`).waitFor();
      await closeWindow(page);
      expect((await running).map(({ name }) => name)).toEqual(['on_close']);
    }
    await page.close();
  });

  it('is asked for in a language of the page, which no lang_allow knows', async () => {
    const page = await hostPage();
    await page.evaluate(() => {
      const plugin = (
        window as unknown as { OzLiveness: { langs: { add(id: string, texts: unknown): void } } }
      ).OzLiveness; // the script tag defines it
      plugin.langs.add('fr', { 'ui.close': 'Fermer', 'hint.look_at_camera': 'Regardez la caméra' });
    });
    const running = recordCapture(page, { action: ['video_selfie_left'], lang: 'fr-CA' });
    const window = page.locator('.oz-liveness dialog[lang=fr]');
    await window.getByText('Regardez la caméra').first().waitFor();
    await window.getByRole('button', { name: 'Fermer' }).click();
    expect((await running).map(({ name }) => name)).toEqual(['on_close']);
    await page.close();
  });

  it('none of which is allowed is refused', async () => {
    const page = await hostPage();
    const seen = await recordCapture(page, { action: ['video_selfie_scan'] }, { until: 'on_error' });
    expect(payloadOf(seen, 'on_error')).toMatchObject({
      code: 'action_not_allowed',
      context: { asked: ['video_selfie_scan'] },
    });
    await page.close();
  });

  it('that is not made in time: on_error names it with the session, after time_limits.gesture_ms', async () => {
    const page = await hostPage();
    const seen = await recordCapture(
      page,
      { action: ['video_selfie_left'], time_limits: { gesture_ms: 1000 } },
      { until: 'on_error' },
    );
    expect(seen).toEqual([
      {
        name: 'on_error',
        payload: {
          code: 'gesture_not_performed',
          event_session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          message: expect.any(String),
          context: expect.objectContaining({ action: 'video_selfie_left' }),
        },
      },
    ]);
    await page.close();
  });
});
