import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../packages/web-sdk/src/langs/en.data.ts';
import { type Bench, startBench } from '../support/browser-session.ts';
import { drawCard } from '../support/face-video/document-scene.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';
import { watchPage } from '../support/page-watch.ts';
import { recordCapture } from '../support/record-capture.ts';

const SUCCESS = { state: 'finished', analyses: { quality: { state: 'finished', resolution: 'success' } } };
const PATIENT = { timeout: 20_000 };

/** Tags of the media in the engine's newest folder, in alphabetical order. */
async function tagsOfNewest({ stack }: Bench): Promise<string[] | undefined> {
  const [folder] = (await stack.folders()) as { media: { tags: string[] }[] }[]; // the listing's documented shape
  return folder?.media.map(({ tags }) => tags.join(' ')).sort();
}

/** Addresses of the detector's and the mask's code and models that the page asks for from now on. */
function watchDetector(page: Page): readonly string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/faceworker|fallbackworker|facemask|\.(task|onnx|wasm)$/.test(request.url()))
      asked.push(request.url());
  });
  return asked;
}

async function chooseFile(page: Page, by: string, file: FilePayload): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button(page, by).click(PATIENT);
  await (await chooser).setFiles(file);
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
      const detector = watchDetector(page);
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
      await chooseFile(page, 'Choose a file', HEIC);
      await words(page, /^HEIC/).waitFor(PATIENT);
      await chooseFile(page, 'Choose a file', await cardPicture());
      await button(page, 'Choose another file').waitFor(PATIENT);
      await button(page, 'Use this picture').click();
      const records = await running;
      expect(detector).toEqual([]);
      return records;
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

  it('both sides, another document, a portrait taken twice and a video reach the engine as separate media', async () => {
    const documents = ['photo_id_front', 'photo_id_back', 'photo_doc_custom'] as const;
    const action = [...documents, 'photo_selfie', 'video_selfie_blank'];
    const seen = await bench.visit({ clip: 'idle' }, async (page) => {
      const running = runCapture(page, { action }, 100_000);
      for (const side of documents) {
        await page.getByRole('heading', { name: en[`ui.photo_${side}`], exact: true }).waitFor(PATIENT);
        await button(page, 'Take photo').click();
        await button(page, 'Use this picture').click(PATIENT);
      }
      await button(page, 'Take again').click(PATIENT);
      await button(page, 'Take again').waitFor({ state: 'hidden' });
      await words(page, 'Is your face clear?').waitFor(PATIENT);
      await button(page, 'Use this picture').click();
      return await running;
    });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await bench.stack.findings()).toMatchObject(SUCCESS);
    expect(await tagsOfNewest(bench)).toEqual([
      'photo_id photo_doc_custom',
      'photo_id photo_id_back',
      'photo_id photo_id_front',
      'photo_selfie',
      'video_selfie video_selfie_blank orientation_landscape',
    ]);
  });

  it('without a camera a file will do', async () => {
    const seen = await bench.visit({}, async (page) => {
      const running = runCapture(page, { action: ['photo_selfie'] });
      await words(page, /^There is no camera/).waitFor(PATIENT);
      await chooseFile(page, 'Choose a file', await cardPicture());
      await button(page, 'Use this picture').click(PATIENT);
      return await running;
    });
    expect(payloadOf(seen, 'on_complete')).toMatchObject({ state: 'finished' });
  });
});

it('with photo_source upload no camera is opened and no detector loaded, for a portrait neither', async () => {
  const bench = await startBench({
    engine: false,
    config: {
      architecture: 'capture',
      photo_actions_list: ['photo_doc_custom', 'photo_selfie'],
      photo_source: ['upload'],
      load_3d_mask: true,
      enable_3d_mask: true,
    },
  });
  try {
    await bench.visit({ clip: 'idle' }, async (page) => {
      const detector = watchDetector(page);
      const watch = await watchPage(page);
      const running = recordCapture(page, { action: ['photo_selfie', 'photo_doc_custom'] });
      await chooseFile(page, 'Choose a file', await cardPicture());
      await button(page, 'Choose another file').click(PATIENT);
      // What a file calls itself does not count.
      await chooseFile(page, 'Choose a file', { ...(await cardPicture()), mimeType: 'text/plain' });
      await button(page, 'Use this picture').click(PATIENT);
      await words(page, 'Your document').waitFor(PATIENT);
      expect(await page.getByRole('button', { name: 'Use the camera' }).count()).toBe(0);
      await chooseFile(page, 'Choose a file', await cardPicture());
      await button(page, 'Use this picture').click(PATIENT);
      const seen = await running;
      expect(seen.map(({ payload }) => payload)).toMatchObject([
        { action: 'photo_selfie', frame_list: [expect.stringMatching(/^data:image\/jpeg/)] },
        { action: 'photo_doc_custom', frame_list: [expect.stringMatching(/^data:image\/jpeg/)] },
        undefined,
      ]);
      expect([await watch.opened(), detector]).toEqual([0, []]);
    });
  } finally {
    await bench.stop();
  }
});

interface FilePayload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

async function cardPicture(): Promise<FilePayload> {
  const { data, width, height } = drawCard();
  const image = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
  return { name: 'id.png', mimeType: 'image/png', buffer: await image.png().toBuffer() };
}

/** The beginning of a file as iPhones write it: nothing more is ever read of it. */
const HEIC: FilePayload = {
  name: 'id.heic',
  mimeType: 'image/heic',
  buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
};
