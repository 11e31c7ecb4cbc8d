import type { AnalysisOutcome, AnalysisRequest } from '@presence/engine';
import JSZip from 'jszip';
import { describe, inject } from 'vitest';
import { type Fault, passOn, type SeenCall, startBackendGate } from '../support/backend-gate.ts';
import { freePort } from '../support/free-port.ts';
import { BACKEND_TOKEN, type StoredFolder, startOzBackend } from '../support/oz-backend.ts';
import { pathOf, startEngine, TagAnalyser, type TestEngine } from './oz-api-support.ts';

/** What an adapter delivers to, seen as any client of the Oz API can see it. It takes `BACKEND_TOKEN` and `LOGIN`. */
export interface CaptureBackend {
  /** Ends in `/api/`. */
  readonly apiUrl: string;
  /** The calls there were. */
  readonly seen: readonly SeenCall[];
  /** Calls that go wrong. */
  inject(fault: Fault): void;
  /** False: it ignores Idempotency-Key, as older ones do. */
  idempotent: boolean;
  /** What becomes of an analysis. */
  analyses: 'done' | 'held' | 'failing';
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

/** What the adapter's configuration needs to log in. */
export const LOGIN = { api_token: null, api_email: 'adapter@example.org', api_password: 'right-password' };

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
  const { apiUrl, seen, inject, stop, restart } = backend;
  return {
    apiUrl,
    seen,
    inject,
    stop,
    restart,
    foldersOf: async (id) =>
      backend.folders.filter(({ metaData }) => metaData.event_session_id === id).map(seenInMemory),
    remove: stop,
    set idempotent(is: boolean) {
      backend.idempotent = is;
    },
    set analyses(become: CaptureBackend['analyses']) {
      backend.pollsUntilDone = become === 'held' ? Number.POSITIVE_INFINITY : 1;
      const end = become === 'failing' ? 'FAILED' : undefined;
      backend.verdict = { state: end ?? 'FINISHED', resolution: end ?? 'SUCCESS' };
    },
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
  #letGo = () => {};

  override analyse(request: AnalysisRequest, signal: AbortSignal): Promise<AnalysisOutcome> {
    const media = request.media.map((one) => ({ ...one, seenBefore: false }));
    return super.analyse({ ...request, media }, signal);
  }

  become(what: CaptureBackend['analyses']): void {
    this.#letGo();
    this.faults = what === 'failing' ? Number.POSITIVE_INFINITY : 0;
    if (what === 'held')
      this.gate = new Promise((resolve) => {
        this.#letGo = resolve;
      });
  }
}

async function startOnEngine(): Promise<CaptureBackend> {
  const { api_email: email, api_password: password } = LOGIN;
  const config = {
    port: await freePort(),
    serviceToken: BACKEND_TOKEN,
    admin: { email, password },
    maxFileBytes: 4 * 1024 * 1024,
  };
  const analyser = new ForgetfulAnalyser();
  let engine = await startEngine({ config, analyser });
  let idempotent = true;
  const gate = await startBackendGate((call, request, signal) => {
    const { 'idempotency-key': key, ...headers } = request.headers;
    const kept = idempotent && key !== undefined ? { 'idempotency-key': key } : {};
    return passOn(call, request, { base: engine.url, headers: { ...headers, ...kept }, signal });
  });
  return {
    apiUrl: `${gate.url}/api/`,
    seen: gate.seen,
    inject: gate.inject,
    foldersOf: async (id) => {
      const query = `meta_data=event_session_id==${id}&with_analyses=true`;
      const { body } = await engine.call('GET', `/api/folders/?${query}`);
      return Promise.all(
        body.items.map((item: { folder_id: string }) => seenThroughApi(engine, item.folder_id)),
      );
    },
    stop: async () => {
      await gate.stop();
      await engine.stop();
    },
    restart: async () => {
      engine = await startEngine({ config, analyser, dataDir: engine.dataDir });
      await gate.restart();
    },
    remove: async () => {
      await gate.stop();
      await engine.remove();
    },
    set idempotent(is: boolean) {
      idempotent = is;
    },
    set analyses(become: CaptureBackend['analyses']) {
      analyser.become(become);
    },
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
