import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { type BackendGate, type GateAnswer, type SeenCall, startBackendGate } from './backend-gate.ts';

/** A file the adapter sent, as the backend kept it. */
export interface StoredMedia {
  readonly media_id: string;
  readonly key: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly tags: readonly string[];
  readonly metaData: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

export interface StoredFolder {
  readonly folder_id: string;
  readonly metaData: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string;
  readonly media: readonly StoredMedia[];
  readonly analyses: StoredAnalysis[];
}

export interface StoredAnalysis {
  readonly analysis_id: string;
  readonly type: string;
  readonly params: unknown;
  polls: number;
}

export interface OzBackend extends Omit<BackendGate, 'url'> {
  /** Ends in `/api/`. */
  readonly apiUrl: string;
  readonly folders: readonly StoredFolder[];
  /** Tokens that are accepted. */
  readonly tokens: Set<string>;
  readonly logins: { auth: number; refresh: number };
  verdict: { state: string; resolution: string };
  /** Polls an analysis stays PROCESSING. */
  pollsUntilDone: number;
  /** Seconds a login's token lives. */
  tokenLifeSeconds: number;
  /** What the quality analysis links to as its best shot. */
  bestShotLink: string;
  /** False: a backend that ignores Idempotency-Key, as older ones do. */
  idempotent: boolean;
  /** False: a backend that lists folders whatever `meta_data` is asked for. */
  filters: boolean;
  /** Lets go of the folders of these sessions and of every request seen. */
  forget(eventSessionIds: ReadonlySet<unknown>): void;
}

export const BACKEND_TOKEN = 'backend-token-0123456789abcdef';
export const BEST_SHOT_JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);

/** A small server that speaks the Oz API as documented, keeps everything in memory and misbehaves on request. */
export async function startOzBackend(): Promise<OzBackend> {
  const state = new BackendState();
  const gate = await startBackendGate((call, request) => state.answer(call, request));
  return Object.assign(state, {
    apiUrl: `${gate.url}/api/`,
    seen: gate.seen,
    inject: gate.inject,
    stop: gate.stop,
    restart: gate.restart,
    forget: (eventSessionIds: ReadonlySet<unknown>) => {
      const kept = state.folders.filter(({ metaData }) => !eventSessionIds.has(metaData.event_session_id));
      state.folders.splice(0, state.folders.length, ...kept);
      gate.seen.length = 0;
    },
  });
}

class BackendState {
  readonly folders: StoredFolder[] = [];
  readonly tokens = new Set([BACKEND_TOKEN]);
  readonly logins = { auth: 0, refresh: 0 };
  verdict = { state: 'FINISHED', resolution: 'SUCCESS' };
  pollsUntilDone = 1;
  tokenLifeSeconds = 900;
  bestShotLink = 'http://elsewhere.invalid/static/best.jpg';
  idempotent = true;
  filters = true;

  async answer(call: SeenCall, request: IncomingMessage): Promise<GateAnswer> {
    const { status, body, type = 'application/json' } = await this.#answer(call, request);
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    return { status, headers: { 'content-type': type }, bytes };
  }

  async #answer({ method, path, json = '' }: SeenCall, request: IncomingMessage): Promise<Answer> {
    if (path === '/api/version') return ok({ version: 'test-backend' });
    if (path === '/api/authorize/auth') return this.#login('auth', json);
    const token = String(request.headers['x-forensic-access-token'] ?? '');
    if (!this.tokens.has(token)) return refused(401, 7, 'token unknown');
    if (path === '/api/authorize/refresh') {
      this.tokens.delete(token);
      return this.#login('refresh', json);
    }
    if (path === '/api/authorize/session_token')
      return ok({ session_token: `backend-session-${randomUUID()}` });
    if (path.startsWith('/static/')) return { status: 200, body: BEST_SHOT_JPEG, type: 'image/jpeg' };
    if (method === 'POST' && path === '/api/folders') return this.#createFolder(request);
    if (method === 'POST' && path === '/api/instant/folders') return this.#instant(request);
    if (method === 'GET' && path === '/api/folders') return ok({ items: this.#search(request.url ?? '') });
    const [, folderId, analyses] = /^\/api\/folders\/([^/]+)(\/analyses)?$/.exec(path) ?? [];
    const folder = this.folders.find((one) => one.folder_id === folderId);
    if (folder === undefined) return refused(404, 10, 'no such folder');
    if (analyses === undefined) return ok(folderView(folder));
    if (method === 'POST') return this.#startAnalyses(folder, json);
    for (const analysis of folder.analyses) analysis.polls += 1;
    return ok(folder.analyses.map((analysis) => this.#analysisView(folder, analysis)));
  }

  #login(kind: 'auth' | 'refresh', body: string): Answer {
    this.logins[kind] += 1;
    if (kind === 'auth' && JSON.parse(body).credentials?.password !== 'right-password')
      return refused(401, 7, 'wrong credentials');
    const access_token = randomUUID();
    this.tokens.add(access_token);
    const expire_date = Date.now() / 1000 + this.tokenLifeSeconds;
    return ok({ access_token, expire_token: randomUUID(), expire_date });
  }

  #search(url: string): unknown[] {
    const asked = new URL(url, 'http://backend.invalid').searchParams.get('meta_data') ?? '';
    const [key = '', value = ''] = asked.split('==');
    return this.folders.filter(({ metaData }) => !this.filters || metaData[key] === value).map(folderView);
  }

  async #createFolder(request: IncomingMessage): Promise<Answer> {
    const folder = await readFolder(request);
    const before = this.folders.find(({ idempotencyKey }) => idempotencyKey === folder.idempotencyKey);
    if (before !== undefined && this.idempotent) return { status: 201, body: folderView(before) };
    this.folders.push(folder);
    return { status: 201, body: folderView(folder) };
  }

  async #instant(request: IncomingMessage): Promise<Answer> {
    const folder = await readFolder(request);
    this.folders.push(folder);
    for (const analysis of folder.analyses) analysis.polls = this.pollsUntilDone;
    const analyses = folder.analyses.map((analysis) => this.#analysisView(folder, analysis));
    return { status: 201, body: { ...folderView(folder), analyses } };
  }

  #startAnalyses(folder: StoredFolder, body: string): Answer {
    folder.analyses.push(...JSON.parse(body).analyses.map(newAnalysis));
    return { status: 201, body: folder.analyses.map((analysis) => this.#analysisView(folder, analysis)) };
  }

  #analysisView(folder: StoredFolder, analysis: StoredAnalysis): unknown {
    const done = analysis.polls >= this.pollsUntilDone;
    const { state, resolution } = done ? this.verdict : { state: 'PROCESSING', resolution: 'PROCESSING' };
    return {
      analysis_id: analysis.analysis_id,
      folder_id: folder.folder_id,
      type: analysis.type.toUpperCase(),
      state,
      resolution,
      resolution_status: resolution,
      results_media: done
        ? [
            {
              results_data: { confidence_spoofing: 0.02 },
              output_images: [{ original_url: this.bestShotLink }],
            },
          ]
        : [],
    };
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly type?: string;
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function refused(status: number, error_code: number, error_message: string): Answer {
  return { status, body: { error_code, error_message, details: null } };
}

function newAnalysis(order: { type: string; params?: unknown }): StoredAnalysis {
  return { analysis_id: randomUUID(), type: order.type, params: order.params, polls: 0 };
}

function folderView(folder: StoredFolder): Record<string, unknown> {
  return {
    folder_id: folder.folder_id,
    meta_data: folder.metaData,
    media: folder.media.map(({ media_id, tags }) => ({ media_id, tags, media_type: 'SHOTS_SET_FOLDER' })),
  };
}

async function readFolder(request: IncomingMessage): Promise<StoredFolder> {
  const form = busboy({ headers: request.headers });
  const files: { key: string; fileName: string; contentType: string; chunks: Buffer[] }[] = [];
  let payload = '{}';
  form.on('file', (key, stream, { filename, mimeType }) => {
    const chunks: Buffer[] = [];
    files.push({ key, fileName: filename ?? '', contentType: mimeType, chunks });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  });
  form.on('field', (name, value) => {
    if (name === 'payload') payload = value;
  });
  await new Promise((resolve, reject) => {
    form.on('close', resolve);
    form.on('error', reject);
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('upload aborted')));
    request.pipe(form);
  });
  const blocks = JSON.parse(payload);
  return {
    folder_id: randomUUID(),
    metaData: blocks['folder:meta_data'] ?? {},
    idempotencyKey: String(request.headers['idempotency-key'] ?? randomUUID()),
    analyses: (blocks.analyses ?? []).map(newAnalysis),
    media: files.map(({ key, fileName, contentType, chunks }) => ({
      media_id: createHash('sha256').update(Buffer.concat(chunks)).digest('hex').slice(0, 32),
      key,
      fileName,
      contentType,
      tags: blocks['media:tags']?.[key] ?? [],
      metaData: blocks['media:meta_data']?.[key] ?? {},
      bytes: Buffer.concat(chunks),
    })),
  };
}
