import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ResultPayload } from '@presence/protocol';
import sharp from 'sharp';
import { type NodeCapture, startNodeCapture } from '../tests/support/node-capture.ts';
import { type Program, startProgram } from '../tests/support/program.ts';

const FACE = fileURLToPath(new URL('../tests/fixtures/faces/astronaut.png', import.meta.url));
const READY = /listening on (\S+)/;

/** The adapter as it is delivered, before a backend that thinks nothing. */
export interface AdapterLab {
  readonly adapter: Program;
  readonly backend: Program;
  /** A session with its container, ready to be sent. */
  prepare(frames: readonly Buffer[]): Promise<PreparedCapture>;
  /** Resident memory of the adapter's process, bytes. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

export interface PreparedCapture {
  readonly capture: NodeCapture;
  readonly container: Buffer;
  readonly headers: Record<string, string>;
}

export interface LabOptions {
  readonly folder: string;
  /** How long the backend's analyses take, and whether it can hold its answer back meanwhile. */
  readonly analysisMs: number;
  readonly deaf?: boolean;
}

export async function startAdapterLab(options: LabOptions): Promise<AdapterLab> {
  const { folder, analysisMs, deaf = false } = options;
  await mkdir(folder);
  const backendArgs = [String(analysisMs), ...(deaf ? ['deaf'] : [])];
  const backend = await startProgram('bench/null-backend.mjs', {}, READY, backendArgs);
  const config = join(folder, 'app_config.json');
  await writeFile(
    config,
    JSON.stringify({
      api_url: `${backend.url}/api/`,
      api_token: 'nobody-asks-for-it',
      video_actions_list: ['video_selfie_left'],
      analyses: { quality: true, biometry: false, documents: false },
      result_mode: 'folder',
      rate_limit_per_minute: 0,
      delivery_concurrency: 8,
    }),
  );
  // As `npm run adapter` starts it.
  const env = {
    PORT: '0',
    PRESENCE_DATA: folder,
    WA_CONFIG_FILE: config,
    NODE_OPTIONS: '--max-semi-space-size=4',
  };
  const adapter = await startProgram('adapter/dist/main.js', env, READY);
  return {
    adapter,
    backend,
    prepare: async (frames) => {
      const capture = await startNodeCapture(adapter.url, ['video_selfie_left']);
      const authorization = `Bearer ${capture.init.session_token}`;
      const headers = { origin: adapter.url, authorization, 'content-type': 'application/zip' };
      return { capture, container: await capture.seal([frames]), headers };
    },
    memory: async () => {
      const status = await readFile(`/proc/${adapter.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    },
    stop: async () => {
      await adapter.stop();
      await backend.stop();
    },
  };
}

/** Frames as a camera gives them: each a little different, together as large as those of a real capture. */
export function labFrames(count: number): Promise<Buffer[]> {
  return Promise.all(
    Array.from({ length: count }, (_, left) =>
      sharp(FACE)
        .resize(720, 720)
        .extract({ left, top: 60, width: 640, height: 480 })
        .jpeg({ quality: 82 })
        .toBuffer(),
    ),
  );
}

/** When the backend had the verdict, epoch ms. */
export async function verdictAt(lab: AdapterLab, result: ResultPayload): Promise<number> {
  const folderId = result.folder_id ?? '';
  const reply = await fetch(`${lab.backend.url}/api/folders/${folderId}/analyses/`);
  const [analysis] = (await reply.json()) as { results_data: { done_at: number } }[]; // null-backend.mjs
  if (analysis === undefined) throw new Error(`the backend knows no folder ${folderId}`);
  return analysis.results_data.done_at;
}
