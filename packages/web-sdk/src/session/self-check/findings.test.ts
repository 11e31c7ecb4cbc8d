import { describe, expect, it } from 'vitest';
import { type BrowserFacts, browserFindings } from './browser-findings.ts';
import { cameraList, detector, detectorLate, face, frameRate } from './camera-findings.ts';
import { bad, good, summaryOf, warn } from './finding.ts';

const FINE: BrowserFacts = {
  surroundings: {
    secureContext: true,
    hasMediaDevices: true,
    allowedByPolicy: true,
    listedCameras: null,
    inApp: null,
  },
  support: {
    supported: true,
    missing: [],
    secureContext: true,
    cameraPolicy: 'allowed',
    cameraPermission: 'granted',
    cameras: 1,
    detector: true,
  },
  framed: false,
  moduleWorkers: true,
  simd: true,
  renderer: 'ANGLE (Intel)',
  storage: true,
};

/** What is not good of a browser that differs in this. */
const faultsOf = (change: Partial<BrowserFacts>) =>
  browserFindings({ ...FINE, ...change }).filter(({ verdict }) => verdict !== 'good');

describe('browserFindings', () => {
  it('has nothing to say against a current browser', () => expect(faultsOf({})).toEqual([]));

  it.each<[string, Partial<BrowserFacts>, 'warn' | 'bad', RegExp]>([
    ['Secure page', { surroundings: { ...FINE.surroundings, secureContext: false } }, 'bad', /TLS proxy/],
    [
      'Camera policy',
      { surroundings: { ...FINE.surroundings, allowedByPolicy: false }, framed: true },
      'bad',
      /allow="camera"/,
    ],
    [
      'Camera permission',
      { support: { ...FINE.support, cameraPermission: 'denied' } },
      'bad',
      /site settings/,
    ],
    ['Browser features', { support: { ...FINE.support, missing: ['Worker'] } }, 'bad', /Update/],
    ['Module workers', { moduleWorkers: false }, 'warn', /worker-src/],
    ['WebAssembly SIMD', { simd: false }, 'bad', /iOS 16\.4/],
    ['WebGL', { renderer: undefined }, 'warn', /hardware acceleration/],
    ['WebGL', { renderer: 'Google SwiftShader' }, 'warn', /hardware acceleration/],
    ['Storage', { storage: false }, 'warn', /remembered/],
  ])('says of %s what is wrong and what to do', (what, change, verdict, advice) => {
    const faults = faultsOf(change);
    expect(faults.map((finding) => [finding.what, finding.verdict])).toEqual([[what, verdict]]);
    expect(faults[0]?.advice).toMatch(advice);
  });
});

describe('what the camera shows', () => {
  it('is judged by the frames that really came', () => {
    expect(frameRate(60, 2000, 30)).toMatchObject({
      verdict: 'good',
      seen: '30.0 were really delivered; the camera says 30.',
    });
    expect(frameRate(20, 2000, undefined).verdict).toBe('warn');
    expect(frameRate(4, 2000, 30).verdict).toBe('bad');
  });

  it('is judged by the detector that runs', () => {
    const facts = { reason: 'no module workers', loadMs: 1200 };
    expect(detector({ ...facts, kind: 'face_landmarker' }).verdict).toBe('good');
    expect(detector({ ...facts, kind: 'onnx' })).toMatchObject({
      verdict: 'warn',
      seen: expect.stringContaining('no module workers'),
    });
    expect(detector({ ...facts, kind: 'manual' }).verdict).toBe('bad');
    expect(detectorLate().seen).toContain('30 s');
    expect(face(230)).toMatchObject({ verdict: 'good', seen: expect.stringContaining('0.23 s') });
    expect(face(undefined).verdict).toBe('warn');
    expect(cameraList([]).verdict).toBe('bad');
    expect(cameraList(['FaceTime', '']).seen).toBe('2: FaceTime, a camera without a name.');
  });
});

describe('summaryOf', () => {
  it('counts for whoever cannot see the colours', () => {
    const [fine, weak, broken] = [good('a', 's'), warn('b', 's', 'a'), bad('c', 's', 'a')];
    expect(summaryOf([fine, fine])).toBe('All 2 checks passed.');
    expect(summaryOf([fine, weak, broken])).toBe('1 of 3 checks passed, 1 with a remark, 1 failed.');
  });
});
