import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analyser, AnalysisRequest } from '@presence/engine';
import { createResidentGallery, openSqliteStore } from '@presence/engine';
import { spreadOf } from './spread.ts';

const SIZES = [1_000, 100_000];
const SEARCHES = 9;
const BATCH = 1_000;
const COLLECTION = 'c';

/** What a search costs as the collection grows: random faces in a real database, one analysis after the other. */
export async function collectionCost(analyser: Analyser, request: AnalysisRequest): Promise<void> {
  const template = await analyser.enrol(firstMedia(request), new AbortController().signal);
  if (template.kind !== 'face') throw new Error(template.message);
  const { model, embedding } = template.template;
  console.log(
    '\n| persons | reading them in, s | analysis, s (P50) | of it search, s | memory of the faces, MB |',
  );
  console.log('|---|---|---|---|---|');
  const without = await timed(analyser, { ...request, type: 'BIOMETRY', media: twice(request) });
  for (const size of SIZES) {
    const folder = await mkdtemp(join(tmpdir(), 'presence-bench-'));
    const store = await openSqliteStore(join(folder, 'engine.db'));
    try {
      await fill(store, size, { model, length: embedding.length });
      const gallery = createResidentGallery(store.collections);
      const started = performance.now();
      await gallery.open(COLLECTION, model, new AbortController().signal);
      const reading = (performance.now() - started) / 1000;
      const search = { collectionIds: [COLLECTION] };
      const params = { extractBestShot: false, search };
      const seconds = await timed(analyser, { ...request, type: 'COLLECTION', params, gallery });
      const cells = [reading, seconds, Math.max(0, seconds - without / 2)];
      const memory = (size * embedding.byteLength) / 1e6;
      console.log(
        `| ${size} | ${cells.map((value) => value.toFixed(3)).join(' | ')} | ${memory.toFixed(0)} |`,
      );
    } finally {
      await store.close();
      await rm(folder, { recursive: true });
    }
  }
}

type Store = Awaited<ReturnType<typeof openSqliteStore>>;

async function fill(
  { collections }: Store,
  size: number,
  { model, length }: { readonly model: string; readonly length: number },
): Promise<void> {
  const time = { timeCreated: 0, timeUpdated: 0 };
  const collection = { collectionId: COLLECTION, companyId: 'b', alias: 'bench', metaData: {}, ...time };
  await collections.create(collection);
  const person = { personId: randomUUID(), collectionId: COLLECTION, metaData: {}, ...time };
  await collections.addPerson(person, []);
  for (let done = 0; done < size; done += BATCH) {
    const images = Array.from({ length: Math.min(BATCH, size - done) }, () => ({
      personImageId: randomUUID(),
      personId: person.personId,
      collectionId: COLLECTION,
      originalName: '',
      staticName: randomUUID(),
      tags: [],
      timeCreated: 0,
      template: { model, embedding: randomFace(length) },
    }));
    await collections.addImages(person, images);
  }
}

function randomFace(length: number): Float32Array {
  const raw = Float32Array.from({ length }, () => Math.random() - 0.5);
  const size = Math.hypot(...raw);
  return raw.map((value) => value / size);
}

async function timed(analyser: Analyser, request: AnalysisRequest): Promise<number> {
  const seconds: number[] = [];
  for (let turn = 0; turn < SEARCHES; turn += 1) {
    const started = performance.now();
    await analyser.analyse(request, new AbortController().signal);
    seconds.push((performance.now() - started) / 1000);
  }
  return spreadOf(seconds).median;
}

function firstMedia({ media: [first] }: AnalysisRequest): AnalysisRequest['media'][number] {
  if (first === undefined) throw new Error('the request has no media');
  return first;
}

function twice(request: AnalysisRequest): AnalysisRequest['media'] {
  const one = firstMedia(request);
  return [one, { ...one, mediaId: 'again' }];
}
