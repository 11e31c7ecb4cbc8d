import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AdapterLab,
  labFrames,
  type PreparedCapture,
  startAdapterLab,
  verdictAt,
} from './adapter-lab.ts';
import { formatSpread, spreadOf } from './spread.ts';
import { type Rival, startBare, startRelay, startTus } from './upload-rivals.ts';

const ROUNDS = 5;
/** The same before the clock starts, for every server: what serves for days has its code compiled. */
const WARM_UP_ROUNDS = 6;
const UPLOADS = 40;
const AT_ONCE = 8;
const FRAMES = 60;
/** Concurrent uploads whose memory is looked at. */
const OPEN_UPLOADS = [1, 50, 500];
const SMALL_FRAMES = 8;
const POLL_SECONDS = 5;
const POLLERS = 20;
const VERDICTS = 10;
const ANALYSIS_MS = 400;

/** The adapter beside a relay that looks at nothing and a library that keeps files, on the same bodies in the same run. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'presence-bench-'));
  const lab = await startAdapterLab({ folder: join(folder, 'adapter'), analysisMs: 0 });
  const rivals = [
    await startRelay(folder, lab.backend.url),
    await startTus(folder),
    await startBare('keep', folder, lab.backend.url),
    await startBare('tee', folder, lab.backend.url),
    await startBare('pass', folder, lab.backend.url),
  ];
  try {
    console.log(
      `\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}; sender, relay, adapter and backend share them\n`,
    );
    await throughput(lab, rivals);
  } finally {
    for (const rival of rivals) await rival.stop();
    await lab.stop();
  }
  // One that has done nothing yet: what hundreds of captures left free would hide what open uploads take.
  const fresh = await startAdapterLab({ folder: join(folder, 'fresh'), analysisMs: 0 });
  try {
    await memory(fresh);
    await polls(fresh);
  } finally {
    await fresh.stop();
  }
  await delays(folder);
  await rm(folder, { recursive: true, force: true });
}

interface Round {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

async function throughput(lab: AdapterLab, rivals: readonly Rival[]): Promise<void> {
  const frames = await labFrames(FRAMES);
  const rounds = new Map<string, Round[]>([
    ['Presence adapter', []],
    ...rivals.map(({ name }): [string, Round[]] => [name, []]),
  ]);
  let bytes = 0;
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    if (round === 0) for (const measured of rounds.values()) measured.length = 0;
    const captures: PreparedCapture[] = [];
    for (let i = 0; i < UPLOADS; i += 1) captures.push(await lab.prepare(frames));
    bytes = captures[0]?.container.length ?? 0;
    for (const rival of rivals)
      rounds.get(rival.name)?.push(await sendAll(captures, ({ container }) => rival.send(container)));
    rounds.get('Presence adapter')?.push(
      await sendAll(captures, async ({ capture, container }) => {
        const reply = await capture.upload(container);
        if (reply.status !== 202) throw new Error(`request.php answered ${reply.status}`);
      }),
    );
    // What was accepted is also delivered before the next round begins.
    await Promise.all(captures.map(({ capture }) => capture.result()));
  }
  const relay = spreadOf((rounds.get('nginx `proxy_pass`') ?? []).map(({ perSecond }) => perSecond));
  console.log(
    `${ROUNDS} rounds (after ${WARM_UP_ROUNDS} uncounted) of ${UPLOADS} captures of ${(bytes / 2 ** 20).toFixed(1)} MiB (${FRAMES} frames), ${AT_ONCE} at a time; median [least–most]\n`,
  );
  console.log('| | uploads a second | p99, ms | of nginx |\n|---|---|---|---|');
  for (const [name, measured] of rounds) {
    const perSecond = spreadOf(measured.map((round) => round.perSecond));
    const p99 = spreadOf(measured.map(({ latenciesMs }) => percentile(latenciesMs, 0.99)));
    console.log(
      `| ${name} | ${formatSpread(perSecond, 1)} | ${formatSpread(p99)} | ${(perSecond.median / relay.median).toFixed(2)} |`,
    );
  }
}

async function sendAll<T>(items: readonly T[], send: (item: T) => Promise<void>): Promise<Round> {
  const latenciesMs: number[] = [];
  const left = [...items];
  const started = performance.now();
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      const began = performance.now();
      await send(item);
      latenciesMs.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { perSecond: (items.length * 1000) / (performance.now() - started), latenciesMs };
}

/** Uploads that have sent nearly all they have and then hang: everything the adapter holds for them is held now. */
async function memory(lab: AdapterLab): Promise<void> {
  console.log(
    '\n| uploads open at once | adapter before, MiB | with them, MiB | for each, KiB |\n|---|---|---|---|',
  );
  const frames = await labFrames(SMALL_FRAMES);
  for (const count of OPEN_UPLOADS) {
    const captures: PreparedCapture[] = [];
    for (let i = 0; i < count; i += 1) captures.push(await lab.prepare(frames));
    await sleep(1000);
    const before = await lab.memory();
    const hanging = await Promise.all(captures.map((capture) => hang(lab, capture)));
    await sleep(1000);
    const during = await lab.memory();
    const statuses = await Promise.all(hanging.map((finish) => finish()));
    if (statuses.some((status) => status !== 202)) throw new Error(`answered ${[...new Set(statuses)]}`);
    const mib = (value: number): string => (value / 2 ** 20).toFixed(0);
    console.log(
      `| ${count} | ${mib(before)} | ${mib(during)} | ${((during - before) / 1024 / count).toFixed(0)} |`,
    );
    await Promise.all(captures.map(({ capture }) => capture.result()));
  }
}

/** Sends all but the last bytes. @returns what sends those and waits for the status. */
function hang(lab: AdapterLab, { container, headers }: PreparedCapture): Promise<() => Promise<number>> {
  return new Promise((resolve, reject) => {
    const upload = request(`${lab.adapter.url}/request.php`, {
      method: 'POST',
      headers: { ...headers, 'content-length': container.length },
      agent: false,
    });
    const status = new Promise<number>((answered, failed) => {
      upload.once('response', (reply) => {
        reply.resume();
        answered(reply.statusCode ?? 0);
      });
      upload.once('error', failed);
    });
    status.catch(reject);
    const held = container.length - 1024;
    upload.write(container.subarray(0, held), () =>
      resolve(() => {
        upload.end(container.subarray(held));
        return status;
      }),
    );
  });
}

async function polls(lab: AdapterLab): Promise<void> {
  const { capture, container, headers } = await lab.prepare(await labFrames(SMALL_FRAMES));
  await capture.upload(container);
  await capture.result();
  const until = performance.now() + POLL_SECONDS * 1000;
  let answered = 0;
  const poll = async (): Promise<void> => {
    while (performance.now() < until) {
      const reply = await fetch(`${lab.adapter.url}/result.php`, { headers });
      await reply.arrayBuffer();
      if (!reply.ok) throw new Error(`result.php answered ${reply.status}`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: POLLERS }, poll));
  console.log(
    `\nResults asked for by ${POLLERS} clients: ${(answered / POLL_SECONDS).toFixed(0)} answers a second.`,
  );
}

/** From the moment the backend has its verdict to the moment the page has it. */
async function delays(folder: string): Promise<void> {
  for (const deaf of [false, true]) {
    const name = deaf ? 'deaf' : 'waiting';
    const lab = await startAdapterLab({ folder: join(folder, name), analysisMs: ANALYSIS_MS, deaf });
    try {
      const frames = await labFrames(SMALL_FRAMES);
      const delaysMs: number[] = [];
      for (let i = 0; i < VERDICTS; i += 1) {
        const { capture, container } = await lab.prepare(frames);
        await capture.upload(container);
        const result = await capture.result();
        delaysMs.push(Date.now() - (await verdictAt(lab, result)));
      }
      const backend = deaf ? 'answers at once' : 'holds its answer back';
      console.log(
        `Verdict delayed by the adapter, before a backend that ${backend}: ${formatSpread(spreadOf(delaysMs))} ms.`,
      );
    } finally {
      await lab.stop();
    }
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
