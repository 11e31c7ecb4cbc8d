import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type Program, startProgram } from './program.ts';
import { type ReplicaPair, type Replicas, startReplicaPair } from './replica-pair.ts';

const ENGINE = { script: 'packages/engine/dist/main.js', ready: /engine listening on (\S+)/ };
const ADAPTER = { script: 'adapter/dist/main.js', ready: /adapter listening on (\S+)/ };

/** What the tests run with unless they say otherwise: everything allowed, everything visible. */
const CONFIG = {
  video_actions_list: ['blank', 'best', 'left', 'right', 'high', 'down', 'smile', 'eyes', 'scan'].map(
    (name) => `video_selfie_${name}`,
  ),
  video_required_actions_list: [],
  actions_default_importance: false,
  analyses: { quality: true, biometry: false, documents: false },
  extract_best_shot: true,
  result_mode: 'status',
  debug: false,
};

export interface StackOptions {
  readonly config?: Record<string, unknown>;
  readonly adapterEnv?: Record<string, string>;
  readonly engineEnv?: Record<string, string>;
  /** False: the adapter is started against an engine that is not there yet; `startEngine` brings it up. */
  readonly engine?: boolean;
  /** Two adapters behind nginx instead of one, one of them killed now and then. Default: as PRESENCE_E2E says. */
  readonly replicas?: Replicas;
}

/** What `npm run test:replicas` sets, so that every test runs on replicas. */
const EVERYWHERE: Readonly<Record<string, Replicas>> = {
  replicas: 'redis',
  'replicas-on-files': 'files',
};

/** Engine and adapter as two processes with a data folder of their own, as `npm start` runs them. */
export interface Stack {
  readonly adapter: Program;
  /** Origin of the adapter and the demo, e.g. `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly engineUrl: string;
  readonly dataDir: string;
  startEngine(): Promise<Program>;
  engine(): Program;
  /** Starts the adapter again on its old port, with its old data. */
  restartAdapter(): Promise<void>;
  /** The folders the engine holds, asked for through its own API. */
  folders(): Promise<readonly unknown[]>;
  /** What the engine's checks said of every media of every folder, in words for the message of a failed assertion. */
  findings(): Promise<string>;
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'presence-'));
  const [enginePort, adapterPort] = [await freePort(), await freePort()];
  const configFile = join(dataDir, 'app_config.json');
  const engineUrl = `http://127.0.0.1:${enginePort}`;
  await writeFile(configFile, JSON.stringify({ ...CONFIG, ...options.config, api_url: `${engineUrl}/api/` }));

  let engine: Program | undefined;
  const startEngine = async (): Promise<Program> => {
    const env = {
      ENGINE_PORT: String(enginePort),
      PRESENCE_DATA: dataDir,
      // The fake camera shows one clip again and again, which is what the comparison with past captures is there to find.
      ENGINE_REPLAY_DAYS: '0',
      ...options.engineEnv,
    };
    engine = await startProgram(ENGINE.script, env, ENGINE.ready);
    return engine;
  };
  if (options.engine !== false) await startEngine();
  const adapterEnv = {
    PORT: String(adapterPort),
    PRESENCE_DATA: dataDir,
    WA_CONFIG_FILE: configFile,
    ...options.adapterEnv,
  };
  const adapters = await startAdapters(
    adapterEnv,
    options.replicas ?? EVERYWHERE[process.env.PRESENCE_E2E ?? ''],
  );
  return {
    get adapter() {
      return adapters.program;
    },
    url: adapters.program.url,
    restartAdapter: () => adapters.restart(),
    folders: async () => (await askFolders(engineUrl, dataDir)).items,
    findings: () => findingsOf(engineUrl, dataDir),
    engineUrl,
    dataDir,
    startEngine,
    engine: () => {
      if (!engine) throw new Error('the engine of this stack was not started');
      return engine;
    },
    stop: async () => {
      await adapters.close();
      await engine?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The listing of the engine's folders, its documented envelope. */
async function askFolders(engineUrl: string, dataDir: string, query = ''): Promise<{ items: Folder[] }> {
  const token = (await readFile(join(dataDir, 'service-token'), 'utf8')).trim();
  const headers = { 'X-Forensic-Access-Token': token };
  const reply = await fetch(`${engineUrl}/api/folders/${query}`, { headers });
  return (await reply.json()) as { items: Folder[] };
}

interface Folder {
  readonly folder_id: string;
  readonly analyses?: readonly {
    readonly resolution: string | null;
    readonly error_message?: string | null;
    readonly results_media?: readonly { readonly results_data?: unknown }[];
  }[];
}

async function findingsOf(engineUrl: string, dataDir: string): Promise<string> {
  const { items } = await askFolders(engineUrl, dataDir, '?with_analyses=true');
  return items
    .map(
      ({ folder_id, analyses = [] }) => `folder ${folder_id}: ${JSON.stringify(analyses.map(tellAnalysis))}`,
    )
    .join('\n');
}

function tellAnalysis({
  resolution,
  error_message,
  results_media = [],
}: NonNullable<Folder['analyses']>[number]) {
  return { resolution, error_message, media: results_media.map(({ results_data }) => results_data) };
}

/** One adapter, or two that look like one. */
async function startAdapters(env: AdapterEnv, sessions: Replicas | undefined): Promise<ReplicaPair> {
  if (sessions !== undefined)
    return startReplicaPair({ sessions, dataDir: env.PRESENCE_DATA, env, ...ADAPTER });
  const start = () => startProgram(ADAPTER.script, env, ADAPTER.ready);
  let program = await start();
  return {
    get program() {
      return program;
    },
    restart: async () => {
      program = await start();
    },
    close: async () => {
      await program.stop();
    },
  };
}

type AdapterEnv = Record<string, string> & { readonly PRESENCE_DATA: string };
