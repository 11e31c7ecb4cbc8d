import { describe, inject } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { BACKEND_TOKEN, type OzBackend, type StoredFolder, startOzBackend } from '../support/oz-backend.ts';
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
  describe(`on the engine with ${cluster ? 'PostgreSQL, Redis and S3' : 'SQLite'}`, () => suite(startOnEngine));
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
    media: media.map(({ fileName, tags, metaData, contentType, bytes }) => ({
      fileName,
      tags,
      metaData,
      content: async () => (contentType === 'application/zip' ? framesOf(bytes) : [bytes]),
    })),
    analyses: analyses.map(({ type }) => type),
  };
}
