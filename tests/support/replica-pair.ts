import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { type Program, startProgram } from './program.ts';
import { type RedisServer, startRedis } from './redis-server.ts';

/** Where the replicas keep their sessions. */
export type Replicas = 'files' | 'redis';

export interface ReplicaOptions {
  readonly sessions: Replicas;
  readonly dataDir: string;
  readonly script: string;
  readonly env: Record<string, string>;
  readonly ready: RegExp;
}

/** Two adapters that look like one program behind nginx, which sends each call to either by chance. */
export interface ReplicaPair {
  /** Its `stop` ends both. Output is that of all processes so far. */
  readonly program: Program;
  /** Starts both again. */
  restart(): Promise<void>;
  /** Ends everything. */
  close(): Promise<void>;
}

/** Longest and shortest time, ms, both are left alone before one of them is killed. */
const PEACE_MS = [2000, 7000] as const;

/**
 * One of the two is killed with SIGKILL again and again, at a random moment, and started anew; then the other one's turn
 * comes. There is always one that lives, as behind any load balancer.
 */
export async function startReplicaPair(options: ReplicaOptions): Promise<ReplicaPair> {
  const { sessions, dataDir, script, ready } = options;
  const ports = [await freePort(), await freePort()];
  const redis = sessions === 'redis' ? await startRedis() : undefined;
  const nginx = await startBalancer(dataDir, ports);
  const env = {
    ...options.env,
    // The balancer comes on top of what the test has in front.
    WA_TRUST_PROXY_HOPS: String(1 + Number(options.env.WA_TRUST_PROXY_HOPS ?? 0)),
    ...(redis === undefined ? {} : { WA_REDIS_URL: redis.url }),
  };
  const journal: string[] = [];
  const living: Program[] = [];
  const launch = async (index: number) => {
    living[index] = await startProgram(script, { ...env, PORT: String(ports[index]) }, ready, [], journal);
  };
  let trouble = new AbortController();
  /** What ended the trouble before it was told to end. */
  let troubled: Promise<unknown> = Promise.resolve();
  let kills = 0;
  const start = async () => {
    await Promise.all([launch(0), launch(1)]);
    trouble = new AbortController();
    troubled = makeTrouble(trouble.signal, async (index) => {
      kills += 1;
      await living[index]?.stop('SIGKILL');
      await launch(index);
    }).catch((error: unknown) => error);
  };
  const stop = async (signal?: NodeJS.Signals) => {
    trouble.abort();
    // One that could not be started anew is the test's failure, but leaves nothing running.
    const fault = await troubled;
    const codes = await Promise.all(living.map((program) => program.stop(signal)));
    if (fault !== undefined) throw fault;
    return codes.find((code) => code !== 0) ?? 0;
  };
  await start();
  return {
    program: {
      url: nginx.url,
      get pid() {
        return living[0]?.pid ?? 0;
      },
      output: () => journal.join(''),
      stop,
    },
    restart: start,
    close: async () => {
      await stop();
      // The figure a reader of the run wants.
      process.stdout.write(`two replicas, sessions in ${sessions}: ${kills} killed midway\n`);
      await closeBoth(nginx, redis);
    },
  };
}

/**
 * Each call goes to either at random; nothing is sticky. A POST that may have arrived is not repeated: that is the page's part.
 * Neither is ever counted as down: a dead one refuses at once, and the other is asked. Idle connections end before Node ends
 * them after 5 s: one that both end at the same moment would be an error of a replica that lives.
 */
async function startBalancer(dataDir: string, ports: readonly number[]): Promise<Nginx> {
  const folder = join(dataDir, 'nginx');
  await mkdir(folder);
  const servers = ports.map((port) => `server 127.0.0.1:${port} max_fails=0;`).join(' ');
  return startNginx({
    folder,
    http: `upstream replicas { random; ${servers} keepalive 8; keepalive_timeout 4s; }
      map $http_x_forwarded_proto $scheme_outside { default $http_x_forwarded_proto; '' $scheme; }`,
    server: `location / {
      proxy_pass http://replicas;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme_outside;
      proxy_read_timeout 60s;
    }`,
  });
}

/** Kills one after the other until told to leave it. */
async function makeTrouble(signal: AbortSignal, kill: (index: number) => Promise<void>): Promise<void> {
  const [least, most] = PEACE_MS;
  for (let round = 0; ; round += 1) {
    const peace = least + Math.random() * (most - least);
    await sleep(peace, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await kill(round % 2);
  }
}

async function closeBoth(nginx: Nginx, redis: RedisServer | undefined): Promise<void> {
  await nginx.stop();
  await redis?.remove();
}
