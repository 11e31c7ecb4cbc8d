import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ERROR_CODES } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { HINT_IDS } from '../../packages/web-sdk/src/model/hint-id.ts';
import { faultsOf } from '../support/window-gallery/inspect-screens.ts';
import {
  GALLERY,
  type GalleryScreen,
  SCREEN_KINDS,
  screenNamed,
} from '../support/window-gallery/screens.data.ts';
import { useGallery } from '../support/window-gallery/use-gallery.ts';

/** The window in Chromium without a camera, under the strict policy a bank's page has: every screen, keyboard, sizes. */
const PHONE = { width: 320, height: 568 };
const SIDEWAYS = { width: 740, height: 360 };
const DESKTOP = { width: 1280, height: 800 };
/** A window of 1280 × 1024 enlarged four times (1.4.10). */
const ENLARGED = { width: 320, height: 256 };

const withWindow = useGallery();

const LANGUAGES = ['en', 'es', 'pt-br', 'ru', 'kk'];

/** One screen of each layout. */
const LAYOUTS = [
  'camera slow',
  'hint too_bright',
  'manual waits',
  'photo_id_front',
  'photo from a file',
  'photo review with a warning',
  'declined',
  'done',
  'error camera_blocked_by_policy',
  'help chrome_desktop',
  'help safari_ios',
  'help in_app',
];

describe('the gallery', () => {
  it('has every hint there is', () => {
    const shown = GALLERY.map(({ name }) => name);
    expect(HINT_IDS.filter((hint) => !shown.includes(`hint ${hint}`))).toEqual([]);
  });

  it('has every kind of state the window can be in', async () => {
    const source = await readFile(
      fileURLToPath(new URL('../../packages/web-sdk/src/model/capture-view.ts', import.meta.url)),
      'utf8',
    );
    const states = source.slice(
      source.indexOf('export type ViewState'),
      source.indexOf('export type ViewEvent'),
    );
    const kinds = [...states.matchAll(/kind: '(\w+)'/g)].map(([, kind]) => kind);
    expect(kinds.length).toBeGreaterThan(8);
    expect([...SCREEN_KINDS].sort()).toEqual(kinds.sort());
  });
});

describe('accessibility', () => {
  const inEnglish = [PHONE, SIDEWAYS, DESKTOP].map((viewport) => ['en', viewport] as const);
  const onSmallPhones = LANGUAGES.slice(1).map((lang) => [lang, PHONE] as const);
  it.each([
    ...inEnglish,
    ...onSmallPhones,
    ['kk', SIDEWAYS] as const,
    ['es', { width: 640, height: 400 }] as const,
    ['ru', ENLARGED] as const,
  ])(
    'in %s at %o every screen has room, and axe finds nothing',
    async (lang, viewport) => {
      await withWindow({ viewport, view: { lang } }, async (opened) => {
        const byAxe = ({ name }: GalleryScreen) => lang === 'en' || LAYOUTS.includes(name);
        expect(await faultsOf(opened, GALLERY, { byAxe, mayScroll: viewport === ENLARGED })).toEqual([]);
      });
    },
    120_000,
  );

  it('is seen with forced colours, and speaks a language written from right to left', async () => {
    await withWindow({ viewport: PHONE, forcedColors: 'active', view: { lang: 'he' } }, async (opened) => {
      const { show, inside } = opened;
      expect(await faultsOf(opened, GALLERY, { byAxe: ({ name }) => LAYOUTS.includes(name) })).toEqual([]);
      // The layout is mirrored, the person's picture and sides are not.
      await show(screenNamed('hint video_selfie_left'));
      expect(await inside(`root.querySelector('dialog').dir`)).toBe('rtl');
      expect(await inside(`root.querySelector('.close').getBoundingClientRect().left < innerWidth / 2`)).toBe(
        true,
      );
      expect(await inside(`root.querySelector('.stage').dataset.cue`)).toBe('left');
      expect(
        await inside(
          `root.querySelector('.chevrons').getBoundingClientRect().left < innerWidth / 2 && getComputedStyle(root.querySelector('.stage')).direction`,
        ),
      ).toBe('ltr');
      expect(await inside(`getComputedStyle(root.querySelector('.video')).transform`)).toContain('matrix(-1');
    });
  });

  it('stays usable with text twice as large, nothing cut and all within reach, and breaks no content policy', async () => {
    const style = {
      baseFontCustomization: { textSize: '32px' },
      titleFontCustomization: { textSize: '44px' },
      centerHintCustomization: { textSize: '44px' },
      buttonCustomization: { textSize: '34px' },
    };
    await withWindow(
      { viewport: { width: 390, height: 844 }, view: { lang: 'ru', style } },
      async (opened) => {
        for (const { name, state } of GALLERY) {
          await opened.show(state);
          const wrong = await opened.inside(
            `[...root.querySelectorAll('.title, .text, .button, .close')].filter((each) => {
            const box = each.getBoundingClientRect();
            if (!each.checkVisibility({ checkVisibilityCSS: true }) || box.width === 0) return false;
            const dialog = root.querySelector('dialog');
            return box.left < -0.5 || box.right > innerWidth + 0.5 || box.top + dialog.scrollTop < -0.5 || box.bottom + dialog.scrollTop > dialog.scrollHeight + 0.5;
          }).map((each) => each.className)`,
          );
          expect(wrong, name).toEqual([]);
        }
        expect(opened.complaints).toEqual([]);
      },
    );
  });

  it('keeps its marks apart from any picture: 3 to 1 against black and white through the veil', async () => {
    await withWindow({}, async ({ show, inside }) => {
      const contrast = (selector: string, property: string) =>
        inside(`(() => {
          const rgb = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
          const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
          const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
          const veil = getComputedStyle(root.querySelector('.overlay.face .veil'));
          const share = Number(veil.fillOpacity);
          const mark = luminance(rgb(getComputedStyle(root.querySelector('${selector}')).${property}));
          return [0, 255].map((picture) => {
            const ground = luminance(rgb(veil.fill).map((c) => c * share + picture * (1 - share)));
            return (Math.max(mark, ground) + 0.05) / (Math.min(mark, ground) + 0.05);
          });
        })()`);
      await show(screenNamed('hint video_selfie_left'));
      for (const mark of ['.ring.progress', '.ring.side', '.chevron:not(.ground)']) {
        for (const ratio of [await contrast(mark, 'stroke')].flat()) expect(ratio, mark).toBeGreaterThan(3);
      }
      await show(screenNamed('hint well_done'));
      for (const ratio of [await contrast('.ring.progress', 'stroke')].flat())
        expect(ratio).toBeGreaterThan(3);
    });
  });

  it('says hints one at a time, the newest first', async () => {
    await withWindow({}, async ({ page, show, inside }) => {
      const spoken = () => inside(`root.querySelector('[role=status]').textContent`);
      await page.waitForTimeout(2100);
      await show(screenNamed('hint move_closer'));
      expect(await spoken()).toBe('Step 2 of 3. Move closer');
      await show(screenNamed('hint hold_still'));
      await show(screenNamed('hint video_selfie_smile'));
      expect(await spoken()).toBe('Step 2 of 3. Move closer');
      await page.waitForTimeout(2100);
      expect(await spoken()).toBe('Smile');
    });
  });
});

describe('the capture window', () => {
  it('shows every error with a title and advice', async () => {
    await withWindow({}, async ({ evaluate }) => {
      const texts = await evaluate(
        `${JSON.stringify(ERROR_CODES)}.map((code) => {
          view.show({ kind: 'error', code, retry: true });
          return document.querySelector('.oz-liveness').shadowRoot.querySelector('.message').innerText.trim();
        })`,
      );
      for (const text of [texts].flat()) {
        expect(String(text)).toMatch(/^.{5,}\n+.{10,}/);
        expect(String(text)).not.toMatch(/error\.|\{/);
      }
      expect([texts].flat()).toHaveLength(ERROR_CODES.length);
    });
  });

  it('is a modal dialog that holds the focus, and gives it back', async () => {
    await withWindow({}, async ({ page, show, inside, evaluate }) => {
      await show(screenNamed('error camera_in_use'));
      expect(await inside(`root.querySelector('dialog').matches(':modal')`)).toBe(true);
      expect(await inside(`root.activeElement.textContent`)).toBe('Try again');
      for (let press = 0; press < 6; press += 1) {
        await page.keyboard.press('Tab');
        expect(await evaluate(`document.activeElement.id`)).not.toBe('opener');
      }
      await evaluate('view.close()');
      expect(
        await evaluate(`[document.activeElement.id, document.querySelectorAll('.oz-liveness').length]`),
      ).toEqual(['opener', 0]);
      await evaluate('view.close()');
    });
  });

  it('is worked with the keyboard alone, and leaves closing to the session', async () => {
    await withWindow({}, async ({ page, show, inside, evaluate }) => {
      await page.keyboard.press('Escape');
      await show(screenNamed('error camera_in_use'));
      await page.keyboard.press('Enter');
      await show(screenNamed('declined'));
      await page.keyboard.press('Space');
      for (const name of ['manual waits', 'photo_id_front']) {
        await show(screenNamed(name));
        for (let press = 0; press < 4; press += 1) {
          if ((await inside(`root.activeElement?.classList.contains('primary') === true`)) === true) break;
          await page.keyboard.press('Tab');
        }
        await page.keyboard.press('Enter');
      }
      await page.click('.close');
      expect(await evaluate('events')).toEqual(['close', 'retry', 'retry', 'record', 'shutter', 'close']);
      expect(await inside(`root.querySelector('dialog').open`)).toBe(true);
    });
  });

  it('shows a photo for review: focus on the answer, the picture named, a warning in words', async () => {
    await withWindow({ viewport: { width: 390, height: 844 } }, async ({ page, show, inside, evaluate }) => {
      await show(screenNamed('photo review with a warning'));
      expect(await inside(`root.activeElement.textContent`)).toBe('Use this picture');
      expect(await inside(`root.querySelector('.still').getAttribute('aria-label')`)).toBe('Your picture');
      // The bitmap was closed after it was shown; what is on screen is a drawing of it.
      expect(
        await inside(`root.querySelector('.still').getContext('2d').getImageData(90, 130, 1, 1).data[2]`),
      ).toBeGreaterThan(100);
      expect(await inside(`root.querySelector('.prompt .text').textContent`)).toContain('Glare');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await show(screenNamed('photo_id_front'));
      expect(await inside(`root.querySelector('.still').width`)).toBe(1);
      expect(await evaluate('events')).toEqual(['retake']);
    });
  });

  it('tells that a file is being chosen, which one it is, and that it is not', async () => {
    await withWindow({}, async ({ page, show, inside, evaluate }) => {
      await show(screenNamed('photo from a file'));
      const chooser = page.waitForEvent('filechooser');
      await page.click('[data-event=pick]');
      await (await chooser).setFiles({ name: 'id.png', mimeType: 'image/png', buffer: Buffer.from('x') });
      await inside(`root.querySelector('input[type=file]').dispatchEvent(new Event('cancel'))`);
      expect(await evaluate('events')).toEqual(['pick', 'photo_file', 'pick_cancelled']);
    });
  });

  it('tells the reference of its session beside errors only, to be selected whole', async () => {
    await withWindow({}, async ({ page, show, inside, evaluate }) => {
      await show(screenNamed('error camera_in_use'));
      expect(await inside(`root.querySelector('.reference').hidden`)).toBe(true);
      await evaluate(
        `view.setSession({ eventSessionId: '0d8f6c1e-5a4b-4c3d-9e8f-112233445566', endsInMs: 600_000 })`,
      );
      await show(screenNamed('checking'));
      expect(await inside(`root.querySelector('.reference').hidden`)).toBe(true);
      await show(screenNamed('error camera_in_use'));
      await page.click('.reference .code');
      expect(await inside(`root.querySelector('.reference').innerText`)).toBe('Reference 0d8f6c1e');
      expect(await evaluate(`String(getSelection())`)).toBe('0d8f6c1e');
    });
  });

  it('shows what is left of a session in its last minute, and says it', async () => {
    await withWindow({}, async ({ page, show, inside, evaluate }) => {
      const time = () =>
        inside(`root.querySelector('.time').hidden || root.querySelector('.time').innerText`);
      await show(screenNamed('hint look_at_camera'));
      await evaluate(`view.setSession({ eventSessionId: 'x', endsInMs: 61_000 })`);
      expect(await time()).toBe(true);
      await page.waitForSelector('.oz-liveness .time:not([hidden])', { timeout: 20_000 });
      expect(await time()).toMatch(/^Seconds left: (60|5\d)$/);
      await expect
        .poll(() => inside(`root.querySelector('[role=status]').textContent`), { timeout: 20_000 })
        .toMatch(/^Seconds left: (60|5\d)$/);
      await show(screenNamed('uploading'));
      expect(await time()).toBe(true);
    });
  });

  it('hides at once, and two windows do not disturb each other', async () => {
    await withWindow({}, async ({ page, evaluate }) => {
      await evaluate(`(window.first = view, openView({ lang: 'es' }))`);
      await page.waitForFunction(`document.querySelectorAll('.oz-liveness').length === 2`);
      await evaluate('view.hide()');
      expect(
        await evaluate(
          `[...document.querySelectorAll('.oz-liveness')].map((each) => each.checkVisibility())`,
        ),
      ).toEqual([true, false]);
    });
  });

  it('mirrors the picture and turns the arrows with it', async () => {
    await withWindow({}, async ({ show, inside, evaluate }) => {
      await show(screenNamed('hint video_selfie_left'));
      const cue = () => inside(`root.querySelector('.stage').dataset.cue`);
      expect(await cue()).toBe('left');
      await evaluate('view.setVideoLook({ mirrored: false, oval: false, width: 640, height: 480 })');
      expect(await cue()).toBe('right');
      expect(await inside(`getComputedStyle(root.querySelector('.video')).transform`)).toBe('none');
    });
  });

  it('rounds the frame of a document as the page wishes, and leaves its pattern out', async () => {
    const outline = async (view: Readonly<Record<string, unknown>>): Promise<unknown[]> => {
      let drawn: unknown;
      await withWindow({ view }, async ({ show, inside }) => {
        await show(screenNamed('photo_id_front'));
        drawn = await inside(
          `[root.querySelector('.edge').getAttribute('d'), root.querySelectorAll('.template').length]`,
        );
      });
      return [drawn].flat();
    };
    const [plain, lines] = await outline({});
    const style = { documentFrameCustomization: { cornersRadius: '0px' } };
    const [square, none] = await outline({ style, documentPattern: false });
    expect(plain).toContain('a16 16');
    expect(square).toContain('a0 0');
    expect([Number(lines) > 0, none]).toEqual([true, 0]);
  });

  it("takes the page's style and language", async () => {
    const style = { baseColorCustomization: { backgroundColorPrimary: 'rgb(250, 240, 230)' } };
    await withWindow({ view: { lang: 'kk', style } }, async ({ inside }) => {
      expect(await inside(`getComputedStyle(root.querySelector('dialog')).backgroundColor`)).toBe(
        'rgb(250, 240, 230)',
      );
      expect(await inside(`root.querySelector('dialog').lang`)).toBe('kk');
    });
  });
});
