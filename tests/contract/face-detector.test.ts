import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceObservation } from '../../packages/web-sdk/src/model/face-observation.ts';
import type { TrackingRole } from '../../packages/web-sdk/src/model/tracking-messages.ts';
import {
  type ClipMoment,
  type DetectorLab,
  observeInPage,
  startDetectorLab,
} from '../support/detector-lab.ts';
import { launchBrowser } from '../support/fake-camera-browser.ts';

/** At rest, at the height of each gesture, nobody, and back. */
const MOMENTS: readonly ClipMoment[] = [
  { clip: 'idle', seconds: 0 },
  { clip: 'left', seconds: 2.2 },
  { clip: 'right', seconds: 2.2 },
  { clip: 'high', seconds: 2.1 },
  { clip: 'down', seconds: 2.1 },
  { clip: 'smile', seconds: 2.2 },
  { clip: 'eyes', seconds: 1.2 },
  { clip: 'no_face', seconds: 0 },
  { clip: 'idle', seconds: 1 },
];
const NOBODY = MOMENTS.findIndex(({ clip }) => clip === 'no_face');
const TWO: readonly ClipMoment[] = [
  { clip: 'two_faces', seconds: 0 },
  { clip: 'two_faces', seconds: 0.5 },
];

/** Distance of a landmark between the two detectors, over the distance of the eyes: mean of the six, and the farthest. */
const LANDMARK_TOLERANCE = { mean: 0.03, most: 0.05 };
const POSE_TOLERANCE_DEGREES = 4;
const LOOKS = 4;

// Chromium has WebGL in software, so that both detectors run in one browser, in the workers that are delivered.
let lab: DetectorLab;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  lab = await startDetectorLab();
  browser = await launchBrowser({});
  page = await browser.newPage();
  await page.goto(lab.url);
});
afterAll(async () => {
  await browser.close();
  await lab.close();
});

/** The last look at each picture. FaceLandmarker smooths over time, so each is held for two seconds before it counts. */
async function observe(
  role: TrackingRole,
  moments: readonly ClipMoment[],
): Promise<readonly FaceObservation[]> {
  const held = moments.flatMap((moment) => Array.from({ length: LOOKS }, () => moment));
  const { observations } = await page.evaluate(observeInPage, lab.order(role, held, { stepMs: 500 }));
  return observations.filter((_, index) => index % LOOKS === LOOKS - 1);
}

describe('FaceLandmarker and its twin on the same pictures', () => {
  let first: readonly FaceObservation[];
  let twin: readonly FaceObservation[];
  beforeAll(async () => {
    first = await observe('face_landmarker', MOMENTS);
    twin = await observe('onnx', MOMENTS);
  });

  it('see one face where there is one, and none where there is none', () => {
    const expected = MOMENTS.map((_, index) => (index === NOBODY ? 0 : 1));
    expect(first.map(({ faces }) => faces.length)).toEqual(expected);
    expect(twin.map(({ faces }) => faces.length)).toEqual(expected);
  });

  it.each(
    MOMENTS.map(({ clip, seconds }, index) => [`${clip} at ${seconds} s`, index] as const).filter(
      ([, index]) => index !== NOBODY,
    ),
  )('agree on %s', (_, index) => {
    const [one, other] = [first[index]?.faces[0], twin[index]?.faces[0]];
    if (one === undefined || other === undefined) throw new Error('no face');
    const points = (Object.keys(one.landmarks) as (keyof typeof one.landmarks)[]) // the keys of a plain record
      .map((name) => {
        const [a, b] = [one.landmarks[name], other.landmarks[name]];
        return Math.hypot(a[0] - b[0], a[1] - b[1]) / one.measures.interOcularPx;
      });
    expect(points).toHaveLength(6);
    expect(points.reduce((sum, each) => sum + each, 0) / points.length).toBeLessThan(LANDMARK_TOLERANCE.mean);
    expect(Math.max(...points)).toBeLessThan(LANDMARK_TOLERANCE.most);
    for (const axis of ['yaw', 'pitch', 'roll'] as const)
      expect(Math.abs(one.measures.pose[axis] - other.measures.pose[axis])).toBeLessThan(
        POSE_TOLERANCE_DEGREES,
      );
  });
});

it('FaceLandmarker’s lookout and the twin both see two people', async () => {
  const [lookout, twin] = [await observe('lookout', TWO), await observe('onnx', TWO)];
  for (const observations of [lookout, twin])
    expect(observations.map(({ faces }) => faces.length)).toEqual([2, 2]);
  expect(twin.every(({ lookedAround }) => lookedAround)).toBe(true);
});
