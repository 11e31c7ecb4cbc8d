import { limitedSignal } from '@presence/protocol';
import * as z from 'zod';
import type { ProbeBackend } from '../model/backend-probe.ts';

const TIMEOUT_MS = 3000;
const MAX_VERSION_BYTES = 64 * 1024;
const MAX_VERSION_LENGTH = 120;

const versionSchema = z.looseObject({ version: z.string().optional(), core: z.string().optional() });

export interface ProbeOptions {
  /** `api_url`. */
  readonly apiUrl: string;
  readonly fetch?: typeof fetch;
  /** Milliseconds, rising. */
  readonly now?: () => number;
  readonly timeoutMs?: number;
}

/** Calls `GET <api_url>version`, the documented health probe; cheap enough for a readiness check. */
export function createBackendProbe(options: ProbeOptions): ProbeBackend {
  const fetchIt = options.fetch ?? fetch;
  const now = options.now ?? (() => performance.now());
  return async (signal) => {
    const started = now();
    const latencyMs = () => Math.round(now() - started);
    const limit = limitedSignal(signal, options.timeoutMs ?? TIMEOUT_MS);
    try {
      const response = await fetchIt(new URL('version', options.apiUrl), {
        redirect: 'error',
        headers: { accept: 'application/json' },
        signal: limit.signal,
      });
      const version = versionText(await readBounded(response));
      if (response.ok) return { kind: 'reachable', latencyMs: latencyMs(), version };
      return { kind: 'unreachable', latencyMs: latencyMs(), reason: `it answered HTTP ${response.status}` };
    } catch (error) {
      const reason = limit.timedOut
        ? `no answer within ${options.timeoutMs ?? TIMEOUT_MS} ms`
        : reasonOf(error);
      return { kind: 'unreachable', latencyMs: latencyMs(), reason };
    } finally {
      limit.release();
    }
  };
}

/** At most the first part of the body; whatever the address really is, it cannot fill our memory. */
async function readBounded(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_VERSION_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function versionText(body: string): string {
  const parsed = versionSchema.safeParse(parseJson(body));
  const text = parsed.success ? (parsed.data.version ?? parsed.data.core ?? body) : body;
  return text.trim().slice(0, MAX_VERSION_LENGTH);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return `${String(cause.code)} (${cause.message})`;
  return cause instanceof Error ? cause.message : error.message;
}
