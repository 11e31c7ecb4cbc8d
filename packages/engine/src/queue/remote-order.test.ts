import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDiskBlobStore } from '../blobs/disk-blob-store.ts';
import type { Analyser, AnalysisMedia } from '../model/analysis.ts';
import { createOrderHandler, createRemoteAnalyser } from './remote-order.ts';

const signal = new AbortController().signal;

it('gives the caller what the worker found, bytes and all, and leaves no file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presence-order-'));
  const blobs = await openDiskBlobStore(folder);
  const bestShot = { jpeg: new Uint8Array([1, 2, 255]), frameIndex: 3 };
  const embedding = new Float32Array([0.5, -1, 0.25]);
  const worker: Analyser = {
    supportedTypes: ['QUALITY'],
    readsVideos: false,
    describe: () => ({ model: '1' }),
    async analyse({ media, params }) {
      const resultsData = { params, paths: media.length };
      const resultsMedia = media.map(({ mediaId }) => ({
        mediaId,
        resolution: 'SUCCESS' as const,
        resultsData,
        bestShot,
      }));
      return { resolution: 'SUCCESS', resultsData: null, resultsMedia };
    },
    enrol: async () => ({ kind: 'face', template: { model: 'm', embedding } }),
    async close() {},
  };
  const remote = createRemoteAnalyser({ card: worker, blobs, order: createOrderHandler(blobs, worker) });
  const path = join(folder, 'upload');
  writeFileSync(path, 'frames');
  const media: AnalysisMedia = {
    mediaId: 'm1',
    kind: 'image',
    tags: [],
    path,
    sha256: '',
    seenBefore: false,
    metaData: {},
  };
  const request = {
    analysisId: 'a',
    type: 'QUALITY',
    media: [media],
    params: { extractBestShot: true },
  } as const;
  const outcome = await remote.analyse(request, signal);
  expect(outcome.resultsMedia[0]).toMatchObject({ mediaId: 'm1', resultsData: { paths: 1 } });
  expect([...(outcome.resultsMedia[0]?.bestShot?.jpeg ?? [])]).toEqual([1, 2, 255]);
  expect(await remote.enrol(media, signal)).toEqual({ kind: 'face', template: { model: 'm', embedding } });
  expect(await blobs.folderIds()).toEqual([]);
  rmSync(folder, { recursive: true });
});
