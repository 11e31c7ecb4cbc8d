import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { drawCard } from '../support/face-video/document-scene.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';

const SUCCESS = { state: 'finished', analyses: { quality: { state: 'finished', resolution: 'success' } } };
const PATIENT = { timeout: 20_000 };

/** Tags of the media in the engine's newest folder, in alphabetical order. */
async function tagsOfNewest({ stack }: Bench): Promise<string[] | undefined> {
  const [folder] = (await stack.folders()) as { media: { tags: string[] }[] }[]; // the listing's documented shape
  return folder?.media.map(({ tags }) => tags.join(' ')).sort();
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const words = (page: Page, text: string | RegExp) => page.getByRole('dialog').getByText(text).first();

describe('documents', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({
      config: {
        photo_actions_list: ['photo_selfie', 'photo_id_front', 'photo_id_back', 'photo_doc_custom'],
        photo_source: ['capture', 'upload'],
      },
    });
  });
  afterAll(() => bench.stop());

  it('hints, an automatic shot, review, retake by keyboard, and a file for the other side', async () => {
    const seen = await bench.visit({ clip: 'document' }, async (page) => {
      const running = runCapture(page, { action: ['photo_id_front', 'photo_id_back'] }, 100_000);
      await words(page, 'Front of your document').waitFor(PATIENT);
      await words(page, /^Blurred/).waitFor(PATIENT);
      await words(page, /^Glare/).waitFor(PATIENT);
      await words(page, 'Is everything readable?').waitFor(PATIENT);
      await words(page, /^All corners/).waitFor();
      // The focus is on "Use this picture"; the next button takes the photo again.
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await words(page, 'Front of your document').waitFor(PATIENT);
      // The same card is not taken by itself again.
      await words(page, 'Press the button when it looks good').waitFor(PATIENT);
      await button(page, 'Take photo').press('Enter');
      await button(page, 'Use this picture').click();

      await words(page, 'Back of your document').waitFor(PATIENT);
      const chooser = page.waitForEvent('filechooser');
      await button(page, 'Choose a file').click();
      await (await chooser).setFiles({ name: 'id.heic', mimeType: 'image/heic', buffer: heicPicture() });
      await words(page, /^HEIC/).waitFor(PATIENT);
      const again = page.waitForEvent('filechooser');
      await button(page, 'Choose a file').click();
      await (await again).setFiles({ name: 'id.png', mimeType: 'image/png', buffer: await cardPicture() });
      await button(page, 'Choose another file').waitFor(PATIENT);
      await button(page, 'Use this picture').click();
      return await running;
    });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete')).toMatchObject({ state: 'finished' });
    const reports = seen.filter(({ name }) => name === 'on_capture_complete');
    expect(reports.map(({ payload }) => payload)).toMatchObject([
      { action: 'photo_id_front', best_frame: expect.stringMatching(/^data:image\/jpeg/) },
      { action: 'photo_id_back', best_frame: expect.stringMatching(/^data:image\/jpeg/) },
    ]);
    expect(await tagsOfNewest(bench)).toEqual(['photo_id photo_id_back', 'photo_id photo_id_front']);
  });

  it('both sides, a portrait and a video in one capture reach the engine as separate media', async () => {
    const action = ['photo_id_front', 'photo_id_back', 'photo_selfie', 'video_selfie_blank'];
    const seen = await bench.visit({ clip: 'idle' }, async (page) => {
      const running = runCapture(page, { action }, 100_000);
      for (const side of ['Front', 'Back']) {
        await words(page, `${side} of your document`).waitFor(PATIENT);
        await button(page, 'Take photo').click();
        await button(page, 'Use this picture').click(PATIENT);
      }
      await words(page, 'Is your face clear?').waitFor(PATIENT);
      await button(page, 'Use this picture').click();
      return await running;
    });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete')).toMatchObject(SUCCESS);
    expect(await tagsOfNewest(bench)).toEqual([
      'photo_id photo_id_back',
      'photo_id photo_id_front',
      'photo_selfie',
      'video_selfie video_selfie_blank orientation_landscape',
    ]);
  });

  it('without a camera a file will do', async () => {
    const seen = await bench.visit({}, async (page) => {
      const running = runCapture(page, { action: ['photo_doc_custom'] });
      await words(page, /^There is no camera/).waitFor(PATIENT);
      const chooser = page.waitForEvent('filechooser');
      await button(page, 'Choose a file').click();
      await (await chooser).setFiles({ name: 'id.png', mimeType: 'image/png', buffer: await cardPicture() });
      await button(page, 'Use this picture').click(PATIENT);
      return await running;
    });
    expect(payloadOf(seen, 'on_complete')).toMatchObject({ state: 'finished' });
  });
});

async function cardPicture(): Promise<Buffer> {
  const { data, width, height } = drawCard();
  return sharp(Buffer.from(data), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** The beginning of a file as iPhones write it: nothing more is ever read of it. */
function heicPicture(): Buffer {
  return Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
}
