import type { AnalysisOutcome, AnalysisRequest } from '@presence/engine';
import JSZip from 'jszip';
import { describe, inject } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { BACKEND_TOKEN, type StoredFolder, startOzBackend } from '../support/oz-backend.ts';
import { pathOf, startEngine, TagAnalyser, type TestEngine } from './oz-api-support.ts';

/** What an adapter delivers to, seen as any client of the Oz API can see it. It takes `BACKEND_TOKEN`. */
export interface CaptureBackend {
  /** Ends in `/api/`. */
  readonly apiUrl: string;
  /** All folders of a capture: one, if nothing was lost or doubled. */
  foldersOf(eventSessionId: string): Promise<readonly SeenFolder[]>;
  /** Ends it as it is; `restart` brings it back with its data, at the same address. */
  stop(): Promise<void>;
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export interface SeenFolder {
  readonly folderId: string;
  readonly metaData: Readonly<Record<string, unknown>>;
  /** By file name. */
  readonly media: readonly SeenMedia[];
  /** In lower case. */
  readonly analyses: readonly string[];
}

export interface SeenMedia {
  readonly fileName: string;
  readonly tags: readonly string[];
  readonly metaData: Readonly<Record<string, unknown>>;
  /** The file; of a shot set its frames. */
  content(): Promise<readonly Buffer[]>;
}

type StartBackend = () => Promise<CaptureBackend>;

/**
 * The suite against the scripted backend and against our engine: on SQLite and files in the test project `contract`, on
 * PostgreSQL, Redis and S3 in `cluster`. Each starts what it needs once, in `beforeAll`.
 */
export function onEveryBackend(suite: (start: StartBackend) => void): void {
  const cluster = inject('postgres') !== undefined;
  if (!cluster) describe('on the scripted backend', () => suite(startScripted));
  describe(`on the engine with ${cluster ? 'PostgreSQL, Redis and S3' : 'SQLite'}`, () =>
    suite(startOnEngine));
}

async function startScripted(): Promise<CaptureBackend> {
  const backend = await startOzBackend();
  return {
    apiUrl: backend.apiUrl,
    foldersOf: async (id) =>
      backend.folders.filter(({ metaData }) => metaData.event_session_id === id).map(seenInMemory),
    stop: () => backend.stop(),
    restart: () => backend.restart(),
    remove: () => backend.stop(),
  };
}

function seenInMemory({ folder_id, metaData, media, analyses }: StoredFolder): SeenFolder {
  return {
    folderId: folder_id,
    metaData,
    media: byFileName(media).map(({ fileName, tags, metaData, contentType, bytes }) => ({
      fileName,
      tags,
      metaData,
      content: async () => (contentType === 'application/zip' ? framesOf(bytes) : [bytes]),
    })),
    analyses: analyses.map(({ type }) => type),
  };
}

async function framesOf(zip: Buffer): Promise<readonly Buffer[]> {
  const { files } = await JSZip.loadAsync(zip);
  return Promise.all(Object.values(files).map((file) => file.async('nodebuffer')));
}

/** Repeats itself without complaint: the suites send the same pictures again and again, which the engine takes for a replay. */
class ForgetfulAnalyser extends TagAnalyser {
  override readonly readsVideos = true;

  override analyse(request: AnalysisRequest, signal: AbortSignal): Promise<AnalysisOutcome> {
    const media = request.media.map((one) => ({ ...one, seenBefore: false }));
    return super.analyse({ ...request, media }, signal);
  }
}

async function startOnEngine(): Promise<CaptureBackend> {
  const config = { port: await freePort(), serviceToken: BACKEND_TOKEN };
  const start = (dataDir?: string) =>
    startEngine({ config, analyser: new ForgetfulAnalyser(), ...(dataDir === undefined ? {} : { dataDir }) });
  let engine = await start();
  return {
    apiUrl: `${engine.url}/api/`,
    foldersOf: async (id) => {
      const query = `meta_data=event_session_id==${id}&with_analyses=true`;
      const { body } = await engine.call('GET', `/api/folders/?${query}`);
      return Promise.all(
        body.items.map((item: { folder_id: string }) => seenThroughApi(engine, item.folder_id)),
      );
    },
    stop: () => engine.stop(),
    restart: async () => {
      engine = await start(engine.dataDir);
    },
    remove: () => engine.remove(),
  };
}

/** The part of the API's answers that is read here. */
interface FolderReply {
  readonly folder_id: string;
  readonly meta_data: Readonly<Record<string, unknown>>;
  readonly media: readonly MediaReply[];
  readonly analyses: readonly { readonly type: string }[];
}
interface MediaReply {
  readonly original_name: string;
  readonly original_url: string;
  readonly images?: readonly { readonly original_url: string }[];
  readonly tags: readonly string[];
  readonly meta_data: Readonly<Record<string, unknown>>;
}

async function seenThroughApi(engine: TestEngine, folderId: string): Promise<SeenFolder> {
  const reply = await engine.call('GET', `/api/folders/${folderId}?with_analyses=true`);
  // The engine's own answer; its shape is checked by the suites of the Oz API.
  const folder = reply.body as FolderReply;
  const load = async (url: string) => (await engine.call('GET', pathOf(url))).bytes;
  return {
    folderId: folder.folder_id,
    metaData: folder.meta_data,
    media: byFileName(
      folder.media.map(({ original_name, original_url, images = [{ original_url }], tags, meta_data }) => ({
        fileName: original_name,
        tags,
        metaData: meta_data,
        content: () => Promise.all(images.map((one) => load(one.original_url))),
      })),
    ),
    analyses: folder.analyses.map(({ type }) => type.toLowerCase()),
  };
}

function byFileName<T extends { readonly fileName: string }>(media: readonly T[]): readonly T[] {
  return media.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1));
}
