import { cpus } from 'node:os';
import { startBench } from '../tests/support/browser-session.ts';
import { withPage } from '../tests/support/fake-camera-browser.ts';
import { startBenchSite } from './bench-site.ts';
import { measurePresence, type PresenceRun } from './presence-run.ts';
import { formatSpread, spreadOf } from './spread.ts';

const RUNS = 5;
const LOOP_SECONDS = 5;

interface BareRun {
  readonly cameraMs: number;
  readonly firstFaceMs: number;
  readonly fps: number;
}

/** Presence beside a bare getUserMedia page and a bare FaceLandmarker loop, taken in turn so that all see the same machine. */
export async function run(): Promise<void> {
  const bench = await startBench();
  const site = await startBenchSite();
  const camera: number[] = [];
  const bare: BareRun[] = [];
  const presence: PresenceRun[] = [];
  try {
    for (let i = 0; i < RUNS; i++) {
      camera.push(
        await withPage({ clip: 'left' }, async (page) => {
          await page.goto(`${site.url}/bare.html`);
          return await page.evaluate(() =>
            (window as unknown as { cameraOnly(): Promise<number> }).cameraOnly(),
          ); // bare.js
        }),
      );
      bare.push(
        await withPage({ clip: 'left' }, async (page) => {
          await page.goto(`${site.url}/bare.html`);
          return await page.evaluate(
            ({ assets, seconds }) =>
              (
                window as unknown as { trackingLoop(assets: unknown, seconds: number): Promise<BareRun> }
              ).trackingLoop(assets, seconds), // bare.js
            { assets: site.assets, seconds: LOOP_SECONDS },
          );
        }),
      );
      presence.push(
        await bench.visit({ clip: 'left' }, (page) => measurePresence(page, 'video_selfie_left')),
      );
    }
  } finally {
    await site.close();
    await bench.stop();
  }
  report(camera, bare, presence);
}

function report(camera: readonly number[], bare: readonly BareRun[], presence: readonly PresenceRun[]): void {
  const of = <T>(list: readonly T[], pick: (item: T) => number) => spreadOf(list.map(pick));
  const ratio = (a: number, b: number): string => (a / b).toFixed(2);
  const cameraFloor = spreadOf(camera);
  const faceFloor = of(bare, (item) => item.firstFaceMs);
  const fpsFloor = of(bare, (item) => item.fps);
  const ours = {
    camera: of(presence, (item) => item.cameraMs),
    face: of(presence, (item) => item.firstFaceMs),
    fps: of(presence, (item) => item.fps),
    blocking: of(presence, (item) => item.blockingMs),
    verdict: of(presence, (item) => item.verdictMs),
    bytes: of(presence, (item) => item.bytesToFirstFace / 1024),
  };
  const rows = [
    [
      'open → camera visible, ms',
      formatSpread(ours.camera),
      `bare getUserMedia ${formatSpread(cameraFloor)}`,
      ratio(ours.camera.median, cameraFloor.median),
    ],
    [
      'open → first face, ms',
      formatSpread(ours.face),
      `bare FaceLandmarker ${formatSpread(faceFloor)}`,
      ratio(ours.face.median, faceFloor.median),
    ],
    [
      'tracked frames a second',
      formatSpread(ours.fps, 1),
      `bare FaceLandmarker ${formatSpread(fpsFloor, 1)}`,
      ratio(ours.fps.median, fpsFloor.median),
    ],
    ['main thread blocked, ms in all', formatSpread(ours.blocking), '', ''],
    ['last gesture → verdict, ms', formatSpread(ours.verdict), '', ''],
    ['bytes until first face, KiB', formatSpread(ours.bytes), '', ''],
  ];
  console.log(
    `\n${RUNS} runs in turn on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, headless Chromium without GPU; median [least–most]\n`,
  );
  console.log('| | Presence | beside it | ratio |\n|---|---|---|---|');
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}
