import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  finished,
  form,
  jpeg,
  pathOf,
  png,
  shotSet,
  startEngine,
  type TestEngine,
} from './oz-api-support.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.remove();
});

/** What ffprobe says of a film after reading all of it. */
async function filmFacts(bytes: Uint8Array = new Uint8Array()) {
  const folder = await mkdtemp(join(tmpdir(), 'presence-film-'));
  await writeFile(join(folder, 'film.mp4'), bytes);
  const shown = 'stream=codec_name,width,height,nb_read_frames,r_frame_rate';
  const options = ['-v', 'error', '-count_frames', '-show_entries', shown, '-of', 'csv=p=0'];
  const { stdout } = await promisify(execFile)('ffprobe', [...options, join(folder, 'film.mp4')]);
  await rm(folder, { recursive: true });
  const [codec, width, height, rate = '', frames] = stdout.trim().split(',');
  const [over, under] = rate.split('/').map(Number);
  const numbers = { width: Number(width), height: Number(height), frames: Number(frames) };
  return { codec, ...numbers, rate: (over ?? 0) / (under ?? 1) };
}

describe('a capture through the API', () => {
  it('goes from upload over analysis to verdict and best shot', async () => {
    const frames = [jpeg('a1'), jpeg('a2'), jpeg('a3')];
    const zip = await shotSet(frames);
    const created = await engine.call('POST', '/api/folders/', {
      body: form(
        { video1: zip, photo1: png('id card') },
        {
          'media:tags': { video1: ['video_selfie', 'video_selfie_left', 'orientation_portrait'] },
          'folder:meta_data': { transaction_id: 'tx-1', attempt: 3 },
          'media:meta_data': { video1: { additional_info: 'x', frame_times_ms: [0, 100, 200] } },
        },
      ),
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      meta_data: { transaction_id: 'tx-1', attempt: 3 },
      resolution_status: 'INITIAL',
      system_resolution: 'INITIAL',
    });
    const [video, photo] = created.body.media;
    expect(video).toMatchObject({
      media_type: 'SHOTS_SET_FOLDER',
      tags: ['video_selfie', 'video_selfie_left', 'orientation_portrait'],
    });
    expect(photo).toMatchObject({ media_type: 'IMAGE_FOLDER', tags: [] });
    expect(video.images).toHaveLength(3);

    const folderId = created.body.folder_id;
    const started = await engine.call('POST', `/api/folders/${folderId}/analyses/`, {
      json: {
        analyses: [{ type: 'quality', source_media: [video.media_id], params: { extract_best_shot: true } }],
      },
    });
    expect(started.status).toBe(201);
    expect(started.body).toHaveLength(1);
    expect(started.body[0]).toMatchObject({
      type: 'QUALITY',
      state: 'PROCESSING',
      resolution_status: 'PROCESSING',
    });
    expect(started.body[0].analyse_id).toBe(started.body[0].analysis_id);

    const result = await finished(engine, started.body[0].analyse_id);
    expect(result).toMatchObject({
      state: 'FINISHED',
      resolution_status: 'SUCCESS',
      resolution: 'SUCCESS',
      folder_id: folderId,
      company_id: created.body.company_id,
    });
    expect(result.source_media).toHaveLength(1);
    expect(result.results_media[0]).toMatchObject({
      source_shots_set_id: video.media_id,
      resolution_status: 'SUCCESS',
      results_data: { confidence_spoofing: 0.05, bytes: zip.length },
    });

    const best = await engine.call('GET', pathOf(result.results_media[0].output_images[0].original_url), {
      token: null,
    });
    expect(best.status).toBe(200);
    expect(best.headers.get('content-type')).toBe('image/jpeg');
    expect(best.headers.get('x-content-type-options')).toBe('nosniff');
    expect(best.headers.get('cache-control')).toMatch(/^private/);
    expect(best.bytes).toEqual(jpeg('best'));

    for (const [index, frame] of frames.entries()) {
      const shown = await engine.call('GET', pathOf(video.images[index].original_url), { token: null });
      expect(shown.status).toBe(200);
      expect(shown.headers.get('content-type')).toBe('image/jpeg');
      expect(shown.bytes).toEqual(frame);
    }
    const original = await engine.call('GET', pathOf(video.original_url), { token: null });
    expect(original.bytes).toEqual(zip);

    const folder = await engine.call('GET', `/api/folders/${folderId}?with_analyses=true`);
    expect(folder.body).toMatchObject({ resolution_status: 'FINISHED', system_resolution: 'SUCCESS' });
    expect(folder.body.analyses).toHaveLength(1);
  });

  it('shows a shot set as a film, made once and gone with its folder', async () => {
    const picture = (index: number) =>
      sharp({ create: { width: 90, height: 121, channels: 3, background: { r: 40 * index, g: 90, b: 0 } } })
        .jpeg()
        .toBuffer();
    const zip = await shotSet(await Promise.all([0, 1, 2, 3, 4, 5].map(picture)));
    const times = { v: { frame_times_ms: [0, 400, 800, 1200, 1600, 2000] } };
    const created = await engine.call('POST', '/api/folders', {
      body: form({ v: zip, broken: await shotSet([]) }, { 'media:meta_data': times }),
    });
    const [shots, broken] = created.body.media;
    expect(broken).toMatchObject({ preview_url: null, preview_absent_because: expect.any(String) });
    const path = pathOf(shots.preview_url);
    const [first, second] = await Promise.all([0, 1].map(() => engine.call('GET', path, { token: null })));
    expect(first?.status).toBe(200);
    expect(first?.headers.get('content-type')).toBe('video/mp4');
    expect(second?.bytes).toEqual(first?.bytes);
    const part = await engine.call('GET', path, { token: null, headers: { Range: 'bytes=4-7' } });
    expect([part.status, part.bytes.toString('latin1')]).toEqual([206, 'ftyp']);
    expect(await filmFacts(first?.bytes)).toEqual({
      codec: 'h264',
      width: 90,
      height: 122,
      frames: 6,
      rate: 2.5,
    });

    const other = path.replace(/[^/]{8}\.mp4$/, 'AAAAAAAA.mp4');
    expect((await engine.call('GET', other, { token: null })).status).toBe(404);
    await engine.call('DELETE', `/api/folders/${created.body.folder_id}`);
    expect((await engine.call('GET', path, { token: null })).status).toBe(404);
    expect(await engine.media.folders()).not.toContain(created.body.folder_id);
  });

  it('shows pictures small, and what is none not at all', async () => {
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#a52' } })
      .jpeg()
      .toBuffer();
    const files = { photo: picture, v: await shotSet([picture, picture]), broken: jpeg('broken') };
    const { body } = await engine.call('POST', '/api/folders', { body: form(files) });
    const [photo, shots, broken] = body.media;
    for (const { thumb_url } of [photo, shots]) {
      const small = await engine.call('GET', pathOf(thumb_url), { token: null });
      expect([small.status, small.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 256, height: 171 });
    }
    expect((await engine.call('GET', pathOf(broken.thumb_url), { token: null })).status).toBe(404);
    const other = pathOf(photo.thumb_url).replace(body.folder_id, shots.media_id);
    expect((await engine.call('GET', other, { token: null })).status).toBe(404);
  });

  it('hands the analyser what was uploaded', async () => {
    const zip = await shotSet([jpeg('handed')]);
    const created = await engine.call('POST', '/api/folders', {
      body: form(
        { v: zip },
        { 'media:tags': { v: ['video_selfie_blank'] }, 'media:meta_data': { v: { a: [1] } } },
      ),
    });
    const started = await engine.call('POST', `/api/folders/${created.body.folder_id}/analyses`, {
      json: { analyses: [{ type: 'QUALITY' }] },
    });
    await finished(engine, started.body[0].analysis_id);
    const request = engine.analyser.seen.at(-1);
    expect(request).toMatchObject({ type: 'QUALITY', params: { extractBestShot: false } });
    expect(request?.media[0]).toMatchObject({
      kind: 'shots_set',
      tags: ['video_selfie_blank'],
      metaData: { a: [1] },
      seenBefore: false,
    });
    expect(request?.media[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('holds the list of analyses back for a client that prefers to wait, but not for ever', async () => {
    let open: () => void = () => undefined;
    engine.analyser.gate = new Promise((resolve) => {
      open = resolve;
    });
    const created = await engine.call('POST', '/api/folders', { body: form({ v: jpeg('waited for') }) });
    const path = `/api/folders/${created.body.folder_id}/analyses`;
    await engine.call('POST', path, { json: { analyses: [{ type: 'QUALITY' }] } });
    const early = await engine.call('GET', path, { headers: { prefer: 'wait=1' } });
    expect(early.headers.get('preference-applied')).toBe('wait=1');
    expect(early.body[0]).toMatchObject({ state: 'PROCESSING' });

    const waited = engine.call('GET', path, { headers: { prefer: 'wait=20' } });
    const unwilling = await engine.call('GET', path);
    expect(unwilling.headers.get('preference-applied')).toBeNull();
    expect(unwilling.body[0]).toMatchObject({ state: 'PROCESSING' });
    open();
    engine.analyser.gate = Promise.resolve();
    expect((await waited).body[0]).toMatchObject({ state: 'FINISHED', resolution: 'SUCCESS' });
  });
});
