import { cpus } from 'node:os';
import puppeteer, { type LaunchOptions } from 'puppeteer-core';
import type { TrackingRole } from '../packages/web-sdk/src/model/tracking-messages.ts';
import {
  type ClipMoment,
  type DetectorLab,
  type LabOrder,
  type LabReport,
  observeInPage,
  startDetectorLab,
} from '../tests/support/detector-lab.ts';
import { formatSpread, spreadOf } from './spread.ts';

const TURNS = 1;
const ROUNDS = 4;
const MOMENTS: readonly ClipMoment[] = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map((seconds) => ({
  clip: 'left',
  seconds,
}));

const BROWSERS = {
  chromium: { browser: 'chrome', executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] },
  firefox: { browser: 'firefox', executablePath: '/usr/bin/firefox-esr' },
} satisfies Record<string, LaunchOptions>;
type BrowserName = keyof typeof BROWSERS;

/** FaceLandmarker beside its fallback, one picture at a time, in turn so that all see the same machine. */
export async function run(): Promise<void> {
  const [plain, isolated] = [await startDetectorLab(), await startDetectorLab({ isolated: true })];
  const cases: readonly (readonly [string, DetectorLab, TrackingRole, BrowserName])[] = [
    ['FaceLandmarker, Chromium', plain, 'face_landmarker', 'chromium'],
    ['fallback, Chromium', plain, 'onnx', 'chromium'],
    ['fallback, Chromium, isolated page', isolated, 'onnx', 'chromium'],
    ['fallback, Firefox', plain, 'onnx', 'firefox'],
  ];
  const reports = new Map<string, LabReport[]>(cases.map(([name]) => [name, []]));
  try {
    for (let turn = 0; turn < TURNS; turn += 1)
      for (const [name, lab, role, browser] of cases) {
        const order = lab.order(role, MOMENTS, { rounds: ROUNDS });
        reports.get(name)?.push(await observeIn(browser, lab.url, order));
      }
  } finally {
    await plain.close();
    await isolated.close();
  }
  console.log(
    `\n${TURNS} turns on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, no GPU, pictures of 640 × 480; median [least–most]\n`,
  );
  console.log('| detector | start, ms | one picture, ms | pictures a second |\n|---|---|---|---|');
  for (const [name, list] of reports) {
    const frame = spreadOf(list.flatMap(({ frameMs }) => frameMs));
    const start = spreadOf(list.map(({ startMs }) => startMs));
    console.log(
      `| ${name} | ${formatSpread(start)} | ${formatSpread(frame, 1)} | ${(1000 / frame.median).toFixed(1)} |`,
    );
  }
}

async function observeIn(name: BrowserName, url: string, order: LabOrder): Promise<LabReport> {
  const browser = await puppeteer.launch(BROWSERS[name]);
  try {
    const page = await browser.newPage();
    await page.goto(url);
    return await page.evaluate(observeInPage, order);
  } finally {
    await browser.close();
  }
}
