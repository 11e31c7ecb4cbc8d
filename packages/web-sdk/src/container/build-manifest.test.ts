import type { FaceMeasures } from '@presence/face-geometry';
import { manifestSchema } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { HONEST_SIGNALS } from '../../../../tests/support/honest-signals.ts';
import type { FaceObservation } from '../model/face-observation.ts';
import type { ActionClip } from './action-clip.ts';
import { buildManifest, type ManifestFacts } from './build-manifest.ts';

const FACTS: ManifestFacts = {
  eventSessionId: '7f3f2f0a-5b0e-4c53-9f5e-0c3f2b1f9a11',
  nonce: 'abcdefghijklmnopqrstuvwx',
  sdkVersion: '0.1.0',
  origin: 'https://bank.example',
  camera: null,
  tracker: { kind: 'face_landmarker', reason: '', frames_tracked: 9, frames_skipped: 1 },
  injectionSignals: undefined,
  additionalInfo: '{}',
  movieFallback: null,
};

const MEASURES: FaceMeasures = {
  pose: { yaw: 1.234, pitch: -2.345, roll: 0 },
  interOcularPx: 90,
  box: { left: 100.04, top: 100, right: 300, bottom: 350 },
  eyes: { left: 0.31234, right: 0.3 },
  mouth: { width: 0.6, opening: 0.01, cornerLift: 0 },
  yawProxy: 0,
  centre: { x: 0.5, y: 0.5 },
  faceWidthRatio: 0.3,
  faceHeightRatio: 0.5,
};

const OBSERVATION: FaceObservation = {
  timeMs: 0,
  frame: { width: 640, height: 480 },
  faces: [
    {
      measures: MEASURES,
      landmarks: {
        left_eye: [250, 200],
        right_eye: [160, 200],
        nose_base: [200, 250],
        mouth_bottom: [200, 300],
        left_ear: [300, 220],
        right_ear: [100, 220],
      },
    },
  ],
  lookedAround: true,
  light: null,
  bestShotScore: 0.5,
};

function clip(index: number, bestScore: number, seen: FaceObservation | null): ActionClip {
  const frame = (timeMs: number, hex: string) => ({
    timeMs,
    width: 640,
    height: 480,
    jpeg: new Blob(['x']),
    sha256: hex.repeat(64),
    observation: seen,
  });
  return {
    index,
    action: index === 0 ? 'video_selfie_left' : 'video_selfie_blank',
    outcome: seen === null ? 'manual' : 'performed',
    frames: [frame(index * 1000, 'a'), frame(index * 1000 + 66.66, 'b')],
    bestIndex: 1,
    bestScore,
    lossless: null,
    movie: null,
  };
}

describe('buildManifest', () => {
  it('is what the adapter accepts', () => {
    const manifest = buildManifest(FACTS, [clip(0, 0.2, OBSERVATION), clip(1, 0.7, null)], []);
    expect(manifestSchema.parse(manifest)).toEqual(manifest);
    expect(manifest.actions.map((action) => action.folder)).toEqual([
      '01_video_selfie_left',
      '02_video_selfie_blank',
    ]);
    expect(manifest.actions[0]?.frames[1]).toMatchObject({
      file: '01_video_selfie_left/0002.jpg',
      time_ms: 66.7,
      face_box: { left: 100 },
      pose: { yaw: 1.2 },
      eyes: { left: 0.312 },
    });
    expect(manifest.actions[1]?.frames[0]?.face_box).toBeNull();
  });

  it('lists the frames of a movie under its name and hash, or says why there is none', () => {
    const movie = { file: new Blob(['m']), sha256: 'c'.repeat(64), codec: 'avc' } as const;
    const manifest = buildManifest(FACTS, [{ ...clip(0, 0.2, OBSERVATION), movie }], []);
    const entry = { file: '01_video_selfie_left.mov', sha256: movie.sha256 };
    expect(manifestSchema.parse(manifest).actions[0]).toMatchObject({
      movie: { ...entry, codec: 'avc' },
      frames: [
        { ...entry, time_ms: 0 },
        { ...entry, time_ms: 66.7 },
      ],
    });
    // The best shot is a picture of its own.
    expect(manifest.best).toMatchObject({ file: 'best.jpg', sha256: 'b'.repeat(64) });
    const fallback = buildManifest({ ...FACTS, movieFallback: 'no encoder' }, [clip(0, 0.2, null)], []);
    expect(manifestSchema.parse(fallback)).toMatchObject({ movie_fallback: 'no encoder' });
  });

  it('takes the best shot from the clip with the best score', () => {
    const manifest = buildManifest(FACTS, [clip(0, 0.2, OBSERVATION), clip(1, 0.7, OBSERVATION)], []);
    expect(manifest.best).toMatchObject({ action_index: 1, frame_index: 1, sha256: 'b'.repeat(64) });
  });

  it('carries the injection signals as they were collected, and nothing where there are none', () => {
    const manifest = buildManifest({ ...FACTS, injectionSignals: HONEST_SIGNALS }, [], []);
    expect(manifestSchema.parse(manifest).injection_signals).toEqual(HONEST_SIGNALS);
    expect(buildManifest(FACTS, [], [])).not.toHaveProperty('injection_signals');
  });

  it('has no best shot when only documents were photographed', () => {
    expect(buildManifest(FACTS, [], []).best).toBeNull();
  });
});
