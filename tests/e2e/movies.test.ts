import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';
import { probeMovie } from '../support/quicktime.ts';
import { keepSentContainers, sentManifest } from '../support/sent-container.ts';

const SUCCESS = { state: 'finished', analyses: { quality: { state: 'finished', resolution: 'success' } } };

interface FolderMedia {
  readonly original_name: string;
  readonly media_type: string;
  readonly video_url?: string;
  readonly meta_data: { readonly frame_times_ms: readonly number[] };
}

describe('with video_file_format mov', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ config: { video_file_format: 'mov', result_mode: 'folder' } });
  });
  afterAll(() => bench.stop());

  /** What the page sent and what it was told. */
  const capture = (clip: 'left' | 'idle', action: string, withoutMovies: boolean) =>
    bench.visit({ clip }, async (page) => {
      await keepSentContainers(page);
      if (withoutMovies) await page.context().route(/\/moviemaker-/, (route) => route.abort());
      await page.goto(bench.site.url);
      const seen = await runCapture(page, { action: [action] });
      return { seen, manifest: await sentManifest(page) };
    });

  it('the engine gets and judges a QuickTime file that holds every frame at its time', async () => {
    const { seen, manifest } = await capture('left', 'video_selfie_left', false);
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    const complete = payloadOf(seen, 'on_complete');
    expect(complete, await bench.stack.findings()).toMatchObject(SUCCESS);
    expect(manifest).not.toHaveProperty('movie_fallback');
    const [action] = manifest.actions;
    const media = await mediaOf(bench, (complete as { folder_id: string }).folder_id); // result_mode: folder
    expect(media.map(({ original_name, media_type }) => [original_name, media_type])).toEqual([
      ['01_video_selfie_left.mov', 'VIDEO_FOLDER'],
    ]);
    const file = await fetch(media[0]?.video_url ?? '');
    expect(file.headers.get('content-type')).toBe('video/quicktime');
    const movie = await probeMovie(new Uint8Array(await file.arrayBuffer()));
    const times = action?.frames.map(({ time_ms }) => time_ms - (action.frames[0]?.time_ms ?? 0)) ?? [];
    // Both browsers of the tests encode H.264, which is asked for first.
    expect(action?.movie).toMatchObject({ codec: 'avc' });
    expect(movie).toMatchObject({ codec: 'h264', frames: times.length });
    expect(movie.format).toContain('mov');
    expect(Math.abs(movie.seconds * 1000 - (times.at(-1) ?? 0) - 66)).toBeLessThan(2);
    const furthest = Math.max(...times.map((time, index) => Math.abs(time - (movie.timesMs[index] ?? 0))));
    expect(furthest).toBeLessThan(1);
    expect(media[0]?.meta_data.frame_times_ms).toHaveLength(times.length);
  });

  it('a browser that cannot make movies sends pictures, and says so', async () => {
    const { seen, manifest } = await capture('idle', 'video_selfie_blank', true);
    expect(payloadOf(seen, 'on_complete'), await bench.stack.findings()).toMatchObject(SUCCESS);
    expect(manifest.movie_fallback).toMatch(/moviemaker/);
    expect(manifest.actions[0]?.frames[0]?.file).toBe('01_video_selfie_blank/0001.jpg');
    await expect.poll(() => bench.stack.adapter.output()).toMatch(/"event":"movie.fallback"/);
  });
});

async function mediaOf(bench: Bench, folderId: string): Promise<readonly FolderMedia[]> {
  const token = (await readFile(join(bench.stack.dataDir, 'service-token'), 'utf8')).trim();
  const reply = await fetch(`${bench.stack.engineUrl}/api/folders/${folderId}/media/`, {
    headers: { 'X-Forensic-Access-Token': token },
  });
  return (await reply.json()) as FolderMedia[]; // the engine's documented list
}
