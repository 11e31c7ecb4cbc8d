import { cpus } from 'node:os';
import { type Bench, startBench } from '../tests/support/browser-session.ts';
import { withPage } from '../tests/support/fake-camera-browser.ts';
import { runCapture } from '../tests/support/host-page.ts';
import { type MaskFrames, watchMaskFrames } from '../tests/support/mask-watch.ts';
import { type BenchSite, startBenchSite } from './bench-site.ts';
import { measurePresence, type PresenceRun } from './presence-run.ts';
import { formatSpread, type Spread, spreadOf } from './spread.ts';

const RUNS = 5;
const LOOP_SECONDS = 5;
/** Milliseconds each page is open before anything starts: a person reads and clicks; the browser itself is busy until then. */
const SETTLE_MS = 4000;
/** The adapter's `preinit` settings. */
const PREINITS = ['off', 'script', 'full'] as const;
type Preinit = (typeof PREINITS)[number];

interface BareRun {
  readonly cameraMs: number;
  readonly firstFaceMs: number;
  readonly fps: number;
}

interface Runs {
  readonly camera: number[];
  readonly bare: BareRun[];
  readonly presence: Record<Preinit, PresenceRun[]>;
  readonly mask: MaskFrames[];
}

/** Presence beside a bare getUserMedia page and a bare FaceLandmarker loop, taken in turn so that all see the same machine. */
export async function run(): Promise<void> {
  const site = await startBenchSite();
  const benches = new Map<Preinit, Bench>();
  const runs: Runs = { camera: [], bare: [], presence: { off: [], script: [], full: [] }, mask: [] };
  let masked: Bench | undefined;
  try {
    masked = await startBench({ config: { load_3d_mask: true, enable_3d_mask: true } });
    for (const preinit of PREINITS)
      benches.set(preinit, await startBench({ adapterEnv: { WA_PREINIT: preinit } }));
    for (let i = 0; i < RUNS; i++) {
      runs.camera.push(await cameraOnly(site));
      runs.bare.push(await bareLoop(site));
      for (const [preinit, bench] of benches)
        runs.presence[preinit].push(
          await bench.visit({ clip: 'left' }, (page) =>
            measurePresence(page, 'video_selfie_left', SETTLE_MS),
          ),
        );
      runs.mask.push(await maskedCapture(masked));
    }
  } finally {
    await site.close();
    await masked?.stop();
    for (const bench of benches.values()) await bench.stop();
  }
  report(runs);
}

function cameraOnly(site: BenchSite): Promise<number> {
  return withPage({ clip: 'left' }, async (page) => {
    await page.goto(`${site.url}/bare.html`);
    await page.waitForTimeout(SETTLE_MS);
    return await page.evaluate(() => (window as unknown as { cameraOnly(): Promise<number> }).cameraOnly()); // bare.js
  });
}

function bareLoop(site: BenchSite): Promise<BareRun> {
  return withPage({ clip: 'left' }, async (page) => {
    await page.goto(`${site.url}/bare.html`);
    await page.waitForTimeout(SETTLE_MS);
    return await page.evaluate(
      ({ assets, seconds }) =>
        (
          window as unknown as { trackingLoop(assets: unknown, seconds: number): Promise<BareRun> }
        ).trackingLoop(assets, seconds), // bare.js
      { assets: site.assets, seconds: LOOP_SECONDS },
    );
  });
}

function maskedCapture(bench: Bench): Promise<MaskFrames> {
  return bench.visit({ clip: 'left' }, async (page) => {
    const frames = await watchMaskFrames(page);
    await runCapture(page, { action: ['video_selfie_left'] });
    return frames();
  });
}

function report({ camera, bare, presence, mask }: Runs): void {
  const bareCamera = ['bare getUserMedia', spreadOf(camera)] as const;
  const bareFace = ['bare FaceLandmarker', spreadOf(bare.map((item) => item.firstFaceMs))] as const;
  const bareFps = ['bare FaceLandmarker', spreadOf(bare.map((item) => item.fps))] as const;
  const rows: string[][] = [];
  const row = (
    name: string,
    figures: readonly number[],
    beside?: readonly [string, Spread],
    digits = 0,
  ): void => {
    const own = spreadOf(figures);
    const [label, floor] = beside ?? [];
    rows.push([
      name,
      formatSpread(own, digits),
      floor === undefined ? '' : `${label} ${formatSpread(floor, digits)}`,
      floor === undefined ? '' : (own.median / floor.median).toFixed(2),
    ]);
  };
  for (const preinit of PREINITS) {
    const of = (pick: (item: PresenceRun) => number) => presence[preinit].map(pick);
    const setting = `\`preinit: ${preinit}\``;
    row(
      `open → camera visible, ${setting}, ms`,
      of((item) => item.cameraMs),
      bareCamera,
    );
    row(
      `open → first face found (box), ${setting}, ms`,
      of((item) => item.foundMs),
      bareFace,
    );
    row(
      `open → first face measured (478 points), ${setting}, ms`,
      of((item) => item.measuredMs),
      bareFace,
    );
    row(
      `main thread blocked, ${setting}, ms in all`,
      of((item) => item.blockingMs),
    );
  }
  const every = (pick: (item: PresenceRun) => number) => Object.values(presence).flat().map(pick);
  const cold = (pick: (item: PresenceRun) => number) => presence.off.map(pick);
  row(
    'tracked frames a second',
    every((item) => item.fps),
    bareFps,
    1,
  );
  row(
    'meshes of the 3D mask drawn for each camera picture shown',
    mask.map(({ painted, pictures }) => painted / pictures),
    ['tracked ones', spreadOf(mask.map(({ tracked, pictures }) => tracked / pictures))],
    2,
  );
  row(
    'last gesture → verdict, ms',
    every((item) => item.verdictMs),
  );
  row(
    'bytes from open to first guidance, `preinit: off`, KiB',
    cold((item) => item.bytesToGuidance / 1024),
  );
  row(
    'bytes from open to first face found, `preinit: off`, KiB',
    cold((item) => item.bytesToFound / 1024),
  );
  row(
    'bytes from open to first face measured, `preinit: off`, KiB',
    cold((item) => item.bytesToMeasured / 1024),
  );
  console.log(
    `\n${RUNS} runs of each in turn, on pages open for ${SETTLE_MS / 1000} s, on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, headless Chromium without GPU; median [least–most]\n`,
  );
  console.log('| | Presence | beside it | ratio |\n|---|---|---|---|');
  for (const cells of rows) console.log(`| ${cells.join(' | ')} |`);
}
