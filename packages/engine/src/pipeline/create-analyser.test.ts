import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { CARD_BACK, CARD_FRONT, drawnCard } from '../../../../tests/support/drawn-card.ts';
import { strangeFace } from '../../../../tests/support/strange-face.ts';
import { createResidentGallery } from '../gallery/resident-gallery.ts';
import { createSearchedGallery } from '../gallery/searched-gallery.ts';
import type { Analyser, AnalysisMedia, AnalysisOutcome, DocumentPart } from '../model/analysis.ts';
import type { FaceGallery } from '../model/face-gallery.ts';
import type { FrameMemory } from '../model/frame-memory.ts';
import { createAnalyser } from './create-analyser.ts';

const ROOT = new URL('../../../../', import.meta.url);
const MODELS = fileURLToPath(new URL('public/models', ROOT));
const WORKER = new URL('../../dist/vision/vision-worker.js', import.meta.url);
const PORTRAIT = fileURLToPath(new URL('tests/fixtures/faces/astronaut.png', ROOT));
const never = new AbortController().signal;

let folder: string;
let analyser: Analyser;
/** 15 frames of the portrait, each shifted by a pixel or so: a face that holds still. */
let still: Buffer[];

beforeAll(async () => {
  if (!existsSync(join(MODELS, 'models.json')) || !existsSync(WORKER)) {
    throw new Error('The models or the compiled vision worker are missing; run `npm run build` first.');
  }
  folder = await mkdtemp(join(tmpdir(), 'presence-analyser-'));
  analyser = await createAnalyser({ modelsDir: MODELS, threads: 2, workerUrl: WORKER });
  still = await Promise.all(Array.from({ length: 15 }, (_, index) => portrait(index % 4, (index * 3) % 5)));
}, 120_000);
afterAll(async () => {
  await analyser?.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

/** The portrait's head and shoulders in a frame of 640 x 480, shifted by these pixels of the original. */
function portrait(left: number, top: number): Promise<Buffer> {
  return sharp(PORTRAIT)
    .extract({ left: 62 + left, top, width: 320, height: 240 })
    .resize(640, 480)
    .jpeg({ quality: 92 })
    .toBuffer();
}

async function shotSet(frames: readonly Buffer[]): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.zip`);
  const zip = new ZipFile();
  frames.forEach((bytes, index) => {
    zip.addBuffer(bytes, `${String(index + 1).padStart(4, '0')}.jpg`, { compress: false });
  });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

function mediaOf(path: string, action: string, part: Partial<AnalysisMedia> = {}): AnalysisMedia {
  return {
    mediaId: `media-${action}`,
    kind: 'shots_set',
    tags: ['video_selfie', action, 'orientation_landscape'],
    path,
    sha256: createHash('sha256').update(path).digest('hex'),
    seenBefore: false,
    metaData: {},
    ...part,
  };
}

const analyse = (media: readonly AnalysisMedia[], signal = never): Promise<AnalysisOutcome> =>
  analyser.analyse({ analysisId: 'a1', type: 'QUALITY', media, params: { extractBestShot: true } }, signal);

const codes = (outcome: AnalysisOutcome) =>
  outcome.resultsMedia.flatMap(({ resultsData }) =>
    (Array.isArray(resultsData.reasons) ? resultsData.reasons : []).map(
      (reason: { code: string }) => reason.code,
    ),
  );

describe('createAnalyser, with the real models', { timeout: 120_000 }, () => {
  it('passes a face that holds still, and gives its best frame unchanged', async () => {
    const outcome = await analyse([mediaOf(await shotSet(still), 'video_selfie_blank')]);
    expect(codes(outcome)).toEqual([]);
    expect(outcome.resolution).toBe('SUCCESS');
    const [media] = outcome.resultsMedia;
    expect(media?.resultsData.confidence_spoofing).toBeLessThan(0.2);
    expect(media?.resultsData.quality_components).toHaveLength(still.length);
    expect(media?.resultsData.quality_components).toMatchObject([
      { frame: 0, inter_eye_distance: expect.any(Number), compression_artifacts: expect.any(Number) },
      ...still.slice(1).map(() => ({ dynamic_range: expect.any(Number) })),
    ]);
    expect(media?.resultsData.spoof_frames).toHaveLength(6);
    const best = media?.bestShot;
    expect(best && still[best.frameIndex]?.equals(best.jpeg)).toBe(true);
  });

  it.each(['video_selfie_left', 'video_selfie_smile', 'video_selfie_eyes'])(
    'refuses a still face that claims %s: the pixels do not show it',
    async (action) => {
      const outcome = await analyse([
        mediaOf(await shotSet(still), action, { metaData: { outcome: 'performed' } }),
      ]);
      expect(outcome.resolution).toBe('DECLINED');
      expect(codes(outcome)).toEqual(['gesture_not_performed']);
      expect(outcome.resultsMedia[0]?.resultsData.confidence_spoofing).toBeLessThan(0.5);
    },
  );

  it('takes one-shot photographs, alone and in a shot set', async () => {
    const path = join(folder, 'one.jpg');
    await writeFile(path, still[0] ?? '');
    const image = await analyse([mediaOf(path, 'video_selfie_blank', { kind: 'image' })]);
    expect(image.resolution).toBe('SUCCESS');
    const best = await analyse([mediaOf(await shotSet(still.slice(0, 1)), 'video_selfie_oneshot')]);
    expect(best.resolution).toBe('SUCCESS');
    const zipped = await shotSet(still.slice(0, 1));
    expect((await analyse([mediaOf(zipped, 'video_selfie_blank')])).resolution).toBe('SUCCESS');
    // Filmed, so the browser says, and cut down to a picture; or asked for what no picture shows.
    const filmed = mediaOf(zipped, 'video_selfie_blank', { metaData: { frame_times_ms: [0] } });
    for (const clip of [filmed, mediaOf(zipped, 'video_selfie_left')])
      expect(codes(await analyse([clip]))).toEqual(['gesture_not_performed']);
    const stopped = { frame_times_ms: still.map((_frame, index) => 100 * index + (index > 7 ? 5_000 : 0)) };
    const clip = mediaOf(await shotSet(still), 'video_selfie_blank', { metaData: stopped });
    expect(codes(await analyse([clip]))).toEqual(['frames_missing']);
  });

  it('refuses frames without a face, with two, and a file seen before', async () => {
    const wall = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#a0a090' } })
      .jpeg()
      .toBuffer();
    const empty = await analyse([mediaOf(await shotSet(Array(8).fill(wall)), 'video_selfie_blank')]);
    expect(codes(empty)).toContain('face_not_found');
    expect(empty.resolution).toBe('DECLINED');

    const head = await sharp(PORTRAIT).extract({ left: 130, top: 0, width: 200, height: 240 }).toBuffer();
    const pair = await sharp({ create: { width: 400, height: 240, channels: 3, background: '#808080' } })
      .composite([
        { input: head, left: 0, top: 0 },
        { input: head, left: 200, top: 0 },
      ])
      .jpeg()
      .toBuffer();
    const two = await analyse([mediaOf(await shotSet(Array(8).fill(pair)), 'video_selfie_blank')]);
    expect(codes(two)).toContain('face_multiple');

    const again = await analyse([mediaOf(await shotSet(still), 'video_selfie_blank', { seenBefore: true })]);
    expect(codes(again)).toEqual(['media_seen_before']);
    expect(again.resultsMedia[0]?.resultsData.confidence_spoofing).toBe(1);
  });

  it('fails, and says why, on what it cannot read, without losing the other media', async () => {
    const path = join(folder, 'broken.zip');
    await writeFile(path, 'no zip');
    const outcome = await analyse([
      mediaOf(await shotSet(still), 'video_selfie_blank'),
      mediaOf(path, 'video_selfie_left'),
      mediaOf('/x.mp4', 'video_selfie_right', { kind: 'video' }),
    ]);
    expect(outcome.resultsMedia.map(({ resolution }) => resolution)).toEqual(['SUCCESS', 'FAILED', 'FAILED']);
    expect(outcome.resolution).toBe('FAILED');
    expect(outcome.errorMessage).toContain('not a readable zip');
    expect(outcome.errorMessage).toContain('is not a readable video');

    const cut = (still[3] ?? Buffer.alloc(0)).subarray(0, 4000);
    const damaged = await analyse([
      mediaOf(await shotSet([...still.slice(0, 3), cut]), 'video_selfie_blank'),
    ]);
    expect(damaged).toMatchObject({
      resolution: 'FAILED',
      errorMessage: expect.stringContaining('0004.jpg'),
    });
  });

  it('stops when aborted', async () => {
    const media = [mediaOf(await shotSet(still), 'video_selfie_blank')];
    await expect(analyse(media, AbortSignal.timeout(5))).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(analyse(media, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('can be closed in the middle of an analysis, which is refused and not lost with the process', async () => {
    const second = await createAnalyser({ modelsDir: MODELS, threads: 2, workerUrl: WORKER });
    const path = await shotSet(still);
    const request = { analysisId: 'a2', type: 'QUALITY' as const, params: { extractBestShot: false } };
    const running = second.analyse({ ...request, media: [mediaOf(path, 'video_selfie_blank')] }, never);
    const refused = expect(running).rejects.toMatchObject({ code: 'shutting_down' });
    // Long enough for the workers to be in the middle of an inference.
    await new Promise((resolve) => setTimeout(resolve, 60));
    await second.close();
    await refused;
  });

  it('finds a person among thousands of faces of a collection, and no stranger', async () => {
    const path = join(folder, 'wanted.jpg');
    await writeFile(path, still[1] ?? '');
    const enrolment = await analyser.enrol(mediaOf(path, 'photo_selfie', { kind: 'image' }), never);
    if (enrolment.kind !== 'face') throw new Error(enrolment.message);
    const { model, embedding } = enrolment.template;
    const others = Array.from({ length: 5000 }, (_, index) => strangeFace(embedding.length, index));
    const portrait = await shotSet(still.slice(0, 3));
    const searchIn = (gallery: FaceGallery) => {
      const media = [mediaOf(portrait, 'video_selfie_blank')];
      const params = { extractBestShot: false, search: { collectionIds: ['c'] } };
      return analyser.analyse({ analysisId: 'a4', type: 'COLLECTION', media, params, gallery }, never);
    };
    const search = async (faces: readonly Float32Array[]) => {
      const stored = faces.map((face, index) => ({
        personId: `person ${index}`,
        personImageId: `image ${String(index).padStart(5, '0')}`,
        revision: 1,
        model,
        embedding: face,
      }));
      const gallery = createResidentGallery({
        state: async (collectionId) => ({ collectionId, alias: 'wanted', revision: 1, removalRevision: 0 }),
        faces: async (_id, after, limit) =>
          stored.filter(({ personImageId }) => personImageId > after.personImageId).slice(0, limit),
      });
      return searchIn(gallery);
    };
    const found = await search([...others.slice(0, 3000), embedding, ...others.slice(3000)]);
    expect(found).toMatchObject({
      resolution: 'DECLINED',
      resultsMedia: [{ match: { personId: 'person 3000', collectionId: 'c', alias: 'wanted' } }],
    });
    expect(await search(others)).toMatchObject({ resolution: 'SUCCESS', resultsData: { threshold: 0.85 } });
    const byDatabase = await searchIn(
      createSearchedGallery({
        survey: async () => ({ alias: 'wanted', foreign: 0 }),
        nearest: async ({ probe }) => {
          const likeness = embedding.reduce((sum, value, at) => sum + value * (probe[at] ?? 0), 0);
          return [{ personId: 'person 9', personImageId: 'image 9', likeness }];
        },
      }),
    );
    expect(byDatabase.resultsMedia[0]?.match).toMatchObject({ personId: 'person 9', alias: 'wanted' });
    const faceless = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#a0a090' } })
      .jpeg()
      .toBuffer();
    await writeFile(path, faceless);
    expect(await analyser.enrol(mediaOf(path, 'photo_selfie', { kind: 'image' }), never)).toMatchObject({
      kind: 'refused',
    });
  });

  it('refuses frames that an earlier capture held, whatever their size, and no others', async () => {
    const past: string[][] = [];
    const memory: FrameMemory = {
      async recall(_mediaId, hashes) {
        const before = [...past];
        past.push([...hashes]);
        return before;
      },
    };
    const judge = async (frames: readonly Buffer[]) => {
      const media = [mediaOf(await shotSet(frames), 'video_selfie_blank')];
      const params = { extractBestShot: false };
      return analyser.analyse({ analysisId: 'a5', type: 'QUALITY', media, params, memory }, never);
    };
    expect((await judge(still)).resolution).toBe('SUCCESS');
    const again = await judge(
      await Promise.all(
        still.slice(2).map((frame) => sharp(frame).resize(544).jpeg({ quality: 70 }).toBuffer()),
      ),
    );
    expect(codes(again)).toEqual(['frames_seen_before']);
    const moved = await Promise.all(
      Array.from({ length: 15 }, (_, index) => portrait(18 + (index % 4), 12 + (index % 5))),
    );
    expect(codes(await judge(moved))).toEqual([]);
  });

  it('reads the text and the machine-readable zone of a document, and says what it cannot', async () => {
    const sides: AnalysisMedia[] = [];
    for (const [side, lines] of Object.entries({ photo_id_front: CARD_FRONT, photo_id_back: CARD_BACK })) {
      const path = join(folder, `${side}.jpg`);
      await writeFile(path, await drawnCard(lines));
      sides.push(mediaOf(path, side, { kind: 'image', tags: ['photo_id', side] }));
    }
    const read = (media: readonly AnalysisMedia[], parts?: readonly DocumentPart[]) =>
      analyser.analyse(
        {
          analysisId: 'a6',
          type: 'DOCUMENTS',
          media,
          params: { extractBestShot: false, ...(parts && { documentParts: parts }) },
        },
        never,
      );
    const outcome = await read(sides);
    expect(outcome.resolution).toBe('SUCCESS');
    expect(outcome.resultsData?.text_fields).toEqual(
      expect.arrayContaining([
        { field_name: 'surname', visual: 'ERIKSSON', mrz: 'ERIKSSON' },
        { field_name: 'given_names', visual: 'ANNA MARIA', mrz: 'ANNA MARIA' },
        { field_name: 'document_number', visual: null, mrz: 'D23145890' },
        { field_name: 'birth_date', visual: '12.08.1974', mrz: '740812' },
      ]),
    );
    expect(outcome.resultsMedia[1]?.resultsData).toMatchObject({ mrz: { format: 'TD1', valid: true } });
    const fieldsOf = async (part: DocumentPart) => (await read(sides, [part])).resultsData?.text_fields;
    expect(await fieldsOf('MRZ')).toContainEqual({ field_name: 'surname', visual: null, mrz: 'ERIKSSON' });
    expect(await fieldsOf('VISUAL')).toContainEqual({ field_name: 'surname', visual: 'ERIKSSON', mrz: null });
    const blank = join(folder, 'blank.jpg');
    await writeFile(blank, await drawnCard([]));
    const nothing = await read([
      mediaOf(blank, 'photo_id_front', { kind: 'image', tags: ['photo_id_front'] }),
    ]);
    expect(nothing).toMatchObject({
      resolution: 'DECLINED',
      resultsMedia: [{ resultsData: { reasons: [{ code: 'text_not_found' }] } }],
    });
    expect(await read([])).toMatchObject({
      resolution: 'FAILED',
      errorMessage: expect.stringContaining('photo_id_front'),
    });
  });

  it('uses a presentation-attack model that a manifest names, and only as it was signed off', async () => {
    const file = 'operator.onnx';
    await cp(join(MODELS, 'fr_liveness.onnx'), join(folder, file));
    const sha256 = createHash('sha256')
      .update(await readFile(join(folder, file)))
      .digest('hex');
    // The same network as the engine's own; one of its classes for attacks read as live makes it refuse everybody.
    const pad = {
      name: 'operator_net',
      version: '7',
      licence: 'MIT',
      file,
      sha256,
      crop: 1.5,
      input: { size: 128, layout: 'nchw', channels: 'bgr', scale: 1, offset: [0, 0, 0] },
      output: { length: 3, live: 1, activation: 'softmax' },
      threshold: 0.5,
    };
    const manifest = join(folder, 'pad-models.json');
    const start = async (...entries: readonly unknown[]) => {
      await writeFile(manifest, JSON.stringify({ pad_models: entries }));
      return createAnalyser({ modelsDir: MODELS, padManifest: manifest, threads: 1, workerUrl: WORKER });
    };
    const own = await start(pad);
    try {
      expect(own.describe().operator_net).toBe(`7 sha256:${sha256} (MIT)`);
      const media = [mediaOf(await shotSet(still), 'video_selfie_blank')];
      const request = { analysisId: 'a3', type: 'QUALITY' as const, params: { extractBestShot: false } };
      const outcome = await own.analyse({ ...request, media }, never);
      expect(codes(outcome)).toEqual(['presentation_attack']);
      expect(outcome.resultsMedia[0]?.resultsData.reasons).toMatchObject([
        { message: expect.stringContaining('operator_net') },
      ]);
    } finally {
      await own.close();
    }
    await expect(start({ ...pad, sha256: '0'.repeat(64) })).rejects.toThrow(/operator.onnx has sha256/);
    await expect(start({ ...pad, threshold: 3 })).rejects.toThrow(/threshold/);
    // Found by the first look at a face, before anybody's capture meets it.
    await expect(start({ ...pad, input: { ...pad.input, size: 64 } })).rejects.toThrow(
      /^Model operator_net .* is not what its manifest says/,
    );
    await expect(start({ ...pad, output: { ...pad.output, length: 2 } })).rejects.toThrow(
      /gave no output of 2/,
    );
    const both = { ...pad.output, attack: 0 };
    await expect(start({ ...pad, output: both })).rejects.toThrow(/either the live or the attack/);
    await expect(start({ ...pad, output: { ...pad.output, live: 3 } })).rejects.toThrow(/is no output/);
    // Else the version page would give the operator's hash for the engine's own model, or a figure for another.
    for (const name of ['fr_liveness', 'live_mean'])
      await expect(start({ ...pad, name })).rejects.toThrow(`called ${name} itself`);
    await expect(start(pad, pad)).rejects.toThrow(/names two models the same/);
    await writeFile(join(folder, 'nonsense.onnx'), 'no network');
    const sha = createHash('sha256').update('no network').digest('hex');
    await expect(start({ ...pad, file: 'nonsense.onnx', sha256: sha })).rejects.toThrow(
      /^Model operator_net .*nonsense\.onnx.* is not what its manifest says: (?!.*npm run build)/,
    );
  });

  it('names its models and does not start with an altered or missing one', async () => {
    expect(analyser.describe().fr_liveness).toMatch(/sha256:[0-9a-f]{64}/);
    const altered = join(folder, 'models');
    await cp(MODELS, altered, { recursive: true });
    const file = join(altered, 'fr_eye.onnx');
    const bytes = await readFile(file);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(file, bytes);
    const start = (modelsDir: string) => createAnalyser({ modelsDir, threads: 1, workerUrl: WORKER });
    await expect(start(altered)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('fr_eye.onnx has sha256'),
    });
    await expect(start(join(folder, 'nowhere'))).rejects.toThrow(/models.json is missing.*npm run build/);
  });
});
