import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Analyser,
  type AnalysisMedia,
  type AnalysisOutcome,
  type AnalysisRequest,
  createEngine,
  type EngineConfig,
  type Enrolment,
  type MediaOutcome,
} from '@presence/engine';
import Database from 'libsql';
import { pino } from 'pino';
import { ZipFile } from 'yazl';
import type { GalleryCollection } from '../../packages/engine/src/model/face-gallery.ts';
import { QUEUES } from '../../packages/engine/src/model/queues.data.ts';
import { clusterOf, filesBelow } from '../support/cluster/cluster-of.ts';

/** Smallest valid JPEG header with some content behind it; enough for everything that does not decode. */
export function jpeg(seed: string): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    Buffer.from(`frame ${seed}`),
    Buffer.from([0xff, 0xd9]),
  ]);
}

export function png(seed: string): Buffer {
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from(seed)]);
}

/** A shot-set zip of the given frames, stored. */
export function shotSet(frames: readonly Buffer[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [index, frame] of frames.entries())
    zip.addBuffer(frame, `${String(index + 1).padStart(4, '0')}.jpg`, {
      compress: false,
      mtime: new Date('2026-01-01T00:00:00Z'),
    });
  zip.end();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
    zip.outputStream.on('end', () => resolve(Buffer.concat(chunks)));
    zip.outputStream.on('error', reject);
  });
}

/** An analyser whose verdict can be read off the media's tags, and that can be held up. */
export class TagAnalyser implements Analyser {
  readonly supportedTypes = ['QUALITY', 'BIOMETRY', 'COLLECTION'] as const;
  readsVideos = false;
  readonly seen: AnalysisRequest[] = [];
  /** Analyses wait for this before they answer. */
  gate: Promise<void> = Promise.resolve();
  faults = 0;

  describe() {
    return { 'tag-reader': '1' };
  }

  async analyse(request: AnalysisRequest, signal: AbortSignal): Promise<AnalysisOutcome> {
    this.seen.push(request);
    await Promise.race([this.gate, aborted(signal)]);
    if (this.faults > 0) {
      this.faults -= 1;
      throw new Error('worker crashed');
    }
    if (request.type === 'COLLECTION') return searchTags(request, signal);
    const resultsMedia = request.media.map((media) => {
      const attack = media.tags.includes('attack') || media.seenBefore;
      const bytes = readFileSync(media.path);
      return {
        mediaId: media.mediaId,
        resolution: attack ? ('DECLINED' as const) : ('SUCCESS' as const),
        resultsData: {
          confidence_spoofing: attack ? 0.9 : 0.05,
          seen_before: media.seenBefore,
          bytes: bytes.length,
          ...likenessOf(media),
        },
        ...(request.params.extractBestShot ? { bestShot: { jpeg: jpeg('best'), frameIndex: 1 } } : {}),
      };
    });
    const broken = request.media.some((media) => media.tags.includes('broken'));
    const declined = resultsMedia.some((media) => media.resolution === 'DECLINED');
    if (broken)
      return { resolution: 'FAILED', resultsData: null, resultsMedia: [], errorMessage: 'media is broken' };
    return { resolution: declined ? 'DECLINED' : 'SUCCESS', resultsData: null, resultsMedia };
  }

  /** A face whose identity is the tag `face_N`: equal numbers are one person. */
  async enrol(media: AnalysisMedia): Promise<Enrolment> {
    const axis = faceAxis(media);
    if (axis === undefined) return { kind: 'refused', message: 'no face' };
    const embedding = new Float32Array(AXES);
    embedding[axis] = 1;
    return { kind: 'face', template: { model: TAG_MODEL, embedding } };
  }

  async close() {}
}

const TAG_MODEL = 'tag-reader 1';
/** Length of its embeddings. */
const AXES = 8;

/** The likeness a tag `alike_70` stands for. */
function likenessOf({ tags }: AnalysisMedia) {
  const tag = tags.find((one) => one.startsWith('alike_'));
  return tag === undefined ? {} : { min_confidence: Number(tag.slice('alike_'.length)) / 100 };
}

/** By the tag, or where there are none by what `jpeg('face_3')` wrote into the file. */
function faceAxis({ tags, path }: AnalysisMedia): number | undefined {
  const tag = tags.find((one) => one.startsWith('face_'));
  if (tag !== undefined) return Number(tag.slice('face_'.length));
  const written = /frame face_(\d)/.exec(readFileSync(path, 'latin1'))?.[1];
  return written === undefined ? undefined : Number(written);
}

/** Finds the tagged faces in the collections of the request, as the real search does in pictures. */
async function searchTags(
  { media, params, gallery }: AnalysisRequest,
  signal: AbortSignal,
): Promise<AnalysisOutcome> {
  const opened = await Promise.all(
    (params.search?.collectionIds ?? []).map((id) => gallery?.open(id, TAG_MODEL, signal)),
  );
  const resultsMedia: MediaOutcome[] = [];
  for (const one of media) {
    const axis = faceAxis(one);
    const found: NonNullable<MediaOutcome['match']>[] = [];
    for (const collection of opened) {
      if (collection === undefined || axis === undefined) continue;
      const { collectionId, alias } = collection;
      for (const personId of await personsOn(collection, axis)) found.push({ personId, collectionId, alias });
    }
    const [match] = found;
    const resolution = match ? 'DECLINED' : 'SUCCESS';
    resultsMedia.push({ mediaId: one.mediaId, resolution, resultsData: {}, ...(match ? { match } : {}) });
  }
  const declined = resultsMedia.some(({ resolution }) => resolution === 'DECLINED');
  return { resolution: declined ? 'DECLINED' : 'SUCCESS', resultsData: null, resultsMedia };
}

/** Persons of a collection whose face lies on the axis. */
async function personsOn(collection: GalleryCollection, axis: number): Promise<readonly string[]> {
  if (collection.kind === 'resident')
    return collection.chunks.flatMap(({ faces, owners, count }) =>
      owners
        .slice(0, count)
        .flatMap(({ personId }, index) => (faces[AXES * index + axis] === 1 ? [personId] : [])),
    );
  const probe = new Float32Array(AXES);
  probe[axis] = 1;
  const near = await collection.nearest(probe, AXES);
  return near.flatMap(({ personId, likeness }) => (likeness > 0.5 ? [personId] : []));
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** What lies in the blob store, wherever it is. */
export interface MediaOnDisk {
  /** Folders that hold files. */
  folders(): Promise<readonly string[]>;
  /** Files of uploads that belong to no folder. */
  staged(): readonly string[];
}

function mediaOf(root: string): MediaOnDisk {
  return {
    folders: async () => readdirSync(join(root, 'folders')),
    staged: () => filesBelow(join(root, 'staging')),
  };
}

export interface TestEngine {
  readonly url: string;
  readonly token: string;
  readonly dataDir: string;
  readonly analyser: TagAnalyser;
  readonly log: string[];
  readonly media: MediaOnDisk;
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  /** Runs one statement on the engine's database, behind its back. */
  sql(statement: string): Promise<void>;
  /** Stops the engine and keeps its data. */
  stop(): Promise<void>;
  /** Stops the engine and removes its data. */
  remove(): Promise<void>;
}

interface CallOptions {
  readonly token?: string | null;
  readonly json?: unknown;
  readonly body?: RequestInit['body'];
  readonly headers?: Record<string, string>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies of every shape
  readonly body: any;
  readonly bytes: Buffer;
}

export interface StartOptions {
  readonly dataDir?: string;
  readonly analyser?: TagAnalyser;
  readonly config?: Partial<EngineConfig>;
  readonly now?: () => number;
}

export const ADMIN = { email: 'Admin@Example.org', password: 'correct horse battery' };

/** A real engine on a port of its own. */
export async function startEngine(options: StartOptions = {}): Promise<TestEngine> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'presence-engine-'));
  const cluster = await clusterOf(dataDir);
  const analyser = options.analyser ?? new TagAnalyser();
  const log: string[] = [];
  const config: EngineConfig = {
    role: 'all',
    host: '127.0.0.1',
    port: 0,
    keepAliveMs: 75_000,
    headersTimeoutMs: 15_000,
    publicUrl: 'http://media.example',
    dataDir,
    databaseUrl: undefined,
    redis: undefined,
    s3: undefined,
    modelsDir: dataDir,
    padManifest: undefined,
    threads: 2,
    queues: QUEUES,
    analysesAtOnce: 2,
    maxFiles: 4,
    maxFileBytes: 64 * 1024,
    analysisTimeoutMs: 10_000,
    waitMs: 3_600_000,
    replayDays: 90,
    serviceToken: undefined,
    sessions: { userMs: 900_000, serviceMs: 5 * 365 * 86_400_000, captureMs: 300_000, key: undefined },
    webhooks: { everything: undefined, allow: [], retryMs: [20, 40, 80], timeoutMs: 2_000 },
    retentionDays: 0,
    maintenanceMs: 3_600_000,
    admin: undefined,
    logLevel: 'debug',
    tracing: { endpoint: null, headers: null, serviceName: 'presence-engine', ratio: 1 },
    ...cluster?.config,
    ...options.config,
  };
  const logger = pino({ level: config.logLevel }, { write: (line: string) => void log.push(line) });
  const engine = await createEngine({ config, analyser, logger, ...(options.now && { now: options.now }) });
  const { port } = await engine.start();
  const url = `http://127.0.0.1:${port}`;
  const token = config.serviceToken ?? readFileSync(join(dataDir, 'service-token'), 'utf8').trim();
  return {
    url,
    token,
    dataDir,
    analyser,
    log,
    media: cluster?.media ?? mediaOf(join(dataDir, 'engine/blobs')),
    call: (method, path, call = {}) => callApi(url + path, method, token, call),
    sql: cluster?.sql ?? (async (statement) => onFile(join(dataDir, 'engine', 'engine.db'), statement)),
    stop: () => engine.close(),
    async remove() {
      await engine.close();
      await cluster?.remove();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function onFile(path: string, statement: string): void {
  const database = new Database(path);
  try {
    database.exec(statement);
  } finally {
    database.close();
  }
}

async function callApi(url: string, method: string, token: string, options: CallOptions): Promise<Reply> {
  const headers: Record<string, string> = { ...options.headers };
  if (options.token !== null) headers['X-Forensic-Access-Token'] = options.token ?? token;
  if (options.json !== undefined) headers['Content-Type'] = 'application/json';
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  const response = await fetch(url, { method, headers, ...(body != null && { body }), redirect: 'manual' });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(bytes.toString('utf8')) : undefined,
    bytes,
  };
}

/** A multipart form of files by media key, with an optional payload. */
export function form(files: Readonly<Record<string, Buffer>>, payload?: unknown): FormData {
  const data = new FormData();
  if (payload !== undefined) data.set('payload', JSON.stringify(payload));
  for (const [name, bytes] of Object.entries(files))
    data.set(name, new Blob([new Uint8Array(bytes)]), `${name}.bin`);
  return data;
}

/** Polls until the analysis is final. */
export async function finished(
  engine: TestEngine,
  analysisId: string,
  withinSeconds = 10,
): Promise<Reply['body']> {
  for (let attempt = 0; attempt < withinSeconds * 40; attempt += 1) {
    const { body } = await engine.call('GET', `/api/analyses/${analysisId}`);
    if (body.state !== 'PROCESSING') return body;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`analysis ${analysisId} was not finished within ${withinSeconds} s`);
}

/** Path part of a media link, to be asked of the engine under test. */
export function pathOf(link: string): string {
  return new URL(link).pathname;
}
