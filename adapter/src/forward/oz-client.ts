import { EVENT_SESSION_KEY, type TraceContext } from '@presence/protocol';
import type * as z from 'zod';
import type { AnalysisOrder } from './analysis-plan.ts';
import { answerInvalid } from './backend-failure.ts';
import { ANALYSIS_WAIT_S, UPLOAD_BYTES_PER_SECOND } from './forward.data.ts';
import type { MultipartBody } from './multipart-body.ts';
import type { CallOptions, OzCaller } from './oz-call.ts';
import {
  analysisListSchema,
  folderListSchema,
  folderSchema,
  instantFolderSchema,
  type OzAnalysis,
  type OzFolder,
  sessionTokenSchema,
} from './oz-schemas.ts';
import type { TokenSource } from './token-source.ts';

/** Who a call is made for. */
export interface CallFor {
  readonly eventSessionId: string;
  readonly tokens: TokenSource;
  readonly signal: AbortSignal;
  /** Parent of its calls in the capture's trace. */
  readonly trace?: TraceContext | undefined;
}

export interface UploadOf {
  readonly multipart: () => MultipartBody;
  /** About how much will be sent; the time allowed grows with it. */
  readonly bytes: number;
  /** The backend's token for this one capture, if it is bound to one. */
  readonly sessionToken: string | null;
}

export interface OzTimeouts {
  readonly callMs: number;
  /** For the one-call mode, whose answer holds the finished analyses. */
  readonly analysisMs: number;
}

/** Carries the session token beside the multipart upload; ours, because Oz puts it into its closed container. */
const SESSION_TOKEN_HEADER = 'x-forensic-session-token';

/** The Oz API calls the adapter needs; each checks the answer's shape. */
export class OzClient {
  readonly #caller: OzCaller;
  readonly #timeouts: OzTimeouts;

  constructor(caller: OzCaller, timeouts: OzTimeouts) {
    this.#caller = caller;
    this.#timeouts = timeouts;
  }

  async createFolder(of: CallFor, upload: UploadOf): Promise<OzFolder> {
    const call = this.#upload(of, upload, 'create_folder', 'folders/', this.#timeouts.callMs);
    return this.#ask(of, call, folderSchema);
  }

  async analyseInstantly(
    of: CallFor,
    upload: UploadOf,
  ): Promise<{ folderId: string; analyses: readonly OzAnalysis[] }> {
    const { callMs, analysisMs } = this.#timeouts;
    const call = this.#upload(of, upload, 'instant_folder', 'instant/folders/', callMs + analysisMs);
    const folder = await this.#ask(of, call, instantFolderSchema);
    return { folderId: folder.folder_id ?? '', analyses: folder.analyses };
  }

  /** The folder an earlier attempt made without our learning of it. */
  async findFolder(of: CallFor, createdAtMs: number): Promise<OzFolder | undefined> {
    const query = new URLSearchParams({
      meta_data: `${EVENT_SESSION_KEY}==${of.eventSessionId}`,
      // A minute's slack for clocks that differ.
      'time_created.min': String(Math.floor(createdAtMs / 1000) - 60),
      limit: '1',
    });
    const list = await this.#get(of, 'find_folder', `folders/?${query}`, folderListSchema);
    // A backend that does not heed the filter must not pass another person's folder off as this capture's.
    const found = list.items.find(
      ({ meta_data }) => meta_data == null || meta_data[EVENT_SESSION_KEY] === of.eventSessionId,
    );
    if (found === undefined) return undefined;
    return this.#get(of, 'get_folder', `folders/${encodeURIComponent(found.folder_id)}/`, folderSchema);
  }

  async startAnalyses(
    of: CallFor,
    folderId: string,
    analyses: readonly AnalysisOrder[],
  ): Promise<readonly OzAnalysis[]> {
    const call: CallOptions = {
      ...this.#base(of, 'start_analyses', analysesPath(folderId)),
      method: 'POST',
      json: { analyses },
      headers: { 'idempotency-key': `${of.eventSessionId}:analyses` },
    };
    return this.#ask(of, call, analysisListSchema);
  }

  /** A token for one capture, good for some minutes. */
  async sessionToken(of: CallFor): Promise<string> {
    const answer = await this.#get(of, 'session_token', 'authorize/session_token', sessionTokenSchema);
    return answer.session_token;
  }

  async listAnalyses(of: CallFor, folderId: string): Promise<readonly OzAnalysis[]> {
    return this.#get(of, 'list_analyses', analysesPath(folderId), analysisListSchema);
  }

  /**
   * The same, but a backend that can hold its answer back until the analyses are done is asked to (RFC 7240 §4.3); others
   * answer at once.
   */
  async awaitAnalyses(of: CallFor, folderId: string): Promise<readonly OzAnalysis[]> {
    const call = this.#base(of, 'await_analyses', analysesPath(folderId));
    // Half of the call's own time-out, so that waiting is never taken for a dead backend.
    const seconds = Math.min(ANALYSIS_WAIT_S, Math.floor(this.#timeouts.callMs / 2000));
    const headers = seconds === 0 ? {} : { prefer: `wait=${seconds}` };
    return this.#ask(of, { ...call, headers }, analysisListSchema);
  }

  /** A file the backend links to. Only path and query of the link count: the host asked is always that of `api_url`. */
  async openFile(of: CallFor, link: string): Promise<Response> {
    // A stateless backend keeps no files, so its link is the picture itself; reading that asks no host.
    if (link.startsWith('data:image/')) return fetch(link);
    const { pathname, search } = new URL(link, 'http://link.invalid/');
    // One slash: "//host/…" would be another host.
    const path = `/${pathname.replace(/^\/+/, '')}${search}`;
    const call = { ...this.#base(of, 'get_file', path), headers: { accept: 'image/*' } };
    return this.#caller.opened(of.tokens, call);
  }

  #get<T>(of: CallFor, name: string, path: string, schema: z.ZodType<T>): Promise<T> {
    return this.#ask(of, this.#base(of, name, path), schema);
  }

  #upload(of: CallFor, upload: UploadOf, name: string, path: string, timeoutMs: number): CallOptions {
    return {
      ...this.#base(of, name, path),
      method: 'POST',
      multipart: upload.multipart,
      headers: {
        'idempotency-key': of.eventSessionId,
        ...(upload.sessionToken === null ? {} : { [SESSION_TOKEN_HEADER]: upload.sessionToken }),
      },
      timeoutMs: timeoutMs + Math.ceil((upload.bytes / UPLOAD_BYTES_PER_SECOND) * 1000),
    };
  }

  #base(of: CallFor, name: string, path: string): CallOptions {
    const { signal, eventSessionId, trace } = of;
    return { name, method: 'GET', path, timeoutMs: this.#timeouts.callMs, signal, eventSessionId, trace };
  }

  async #ask<T>(of: CallFor, call: CallOptions, schema: z.ZodType<T>): Promise<T> {
    const parsed = schema.safeParse(await this.#caller.authorized(of.tokens, call));
    if (parsed.success) return parsed.data;
    throw answerInvalid(call.name, parsed.error);
  }
}

function analysesPath(folderId: string): string {
  return `folders/${encodeURIComponent(folderId)}/analyses/`;
}
