import { describe, expect, it } from 'vitest';
import { LENS_RULES } from './lens-labels.data.ts';
import { type Facing, facingOf, lensRank, mainLens } from './main-lens.ts';

const list = (labels: readonly string[]) => labels.map((label, index) => ({ deviceId: `d${index}`, label }));

const GALAXY = [
  'camera2 1, facing front',
  'camera2 3, facing front',
  'camera2 2, facing back',
  'camera2 0, facing back',
];
const IPHONE = [
  'Front Camera',
  'Back Triple Camera',
  'Back Dual Wide Camera',
  'Back Ultra Wide Camera',
  'Back Dual Camera',
  'Back Camera',
  'Back Telephoto Camera',
];

describe('mainLens', () => {
  it.each([
    // Opened, direction, expected: null keeps what is open.
    [GALAXY, 'camera2 2, facing back', 'environment', 'camera2 0, facing back'],
    [GALAXY, 'camera2 0, facing back', 'environment', null],
    [GALAXY, 'camera2 3, facing front', 'user', 'camera2 1, facing front'],
    [GALAXY, 'camera2 1, facing front', 'user', null],
    [IPHONE, 'Back Ultra Wide Camera', 'environment', 'Back Camera'],
    [IPHONE, 'Back Telephoto Camera', 'environment', 'Back Camera'],
    [IPHONE, 'Back Dual Wide Camera', 'environment', 'Back Camera'],
    [IPHONE, 'Back Camera', 'environment', null],
    [IPHONE, 'Front Camera', 'user', null],
    [
      ['Rückseitige Ultra-Weitwinkelkamera', 'Rückkamera', 'Frontkamera'],
      'Rückseitige Ultra-Weitwinkelkamera',
      'environment',
      'Rückkamera',
    ],
    [
      ['Задняя двойная широкоугольная камера', 'Задняя камера'],
      'Задняя двойная широкоугольная камера',
      'environment',
      'Задняя камера',
    ],
    [['后置超广角镜头', '后置相机'], '后置超广角镜头', 'environment', '后置相机'],
    [['Integrated IR Camera', 'Integrated Webcam'], 'Integrated IR Camera', 'user', 'Integrated Webcam'],
    [
      ['FaceTime HD Camera', 'iPhone Desk View Camera'],
      'iPhone Desk View Camera',
      'user',
      'FaceTime HD Camera',
    ],
    [['Back Ultra Wide Camera', 'Front Camera'], 'Back Ultra Wide Camera', 'environment', null],
    [['Ultra HD Webcam'], 'Ultra HD Webcam', 'user', null],
    [['', ''], '', 'user', null],
  ] as const)('of %j with %s open looking to %s takes %s', (labels, opened, facing, expected) => {
    const cameras = list(labels);
    const open = cameras.find(({ label }) => label === opened) ?? { deviceId: 'd0', label: opened };
    const way: Facing = facing;
    expect(mainLens(cameras, way, open)?.label ?? null).toBe(expected);
  });
});

describe('labels', () => {
  it.each([
    ['camera2 0, facing back', 'environment'],
    ['camera2 1, facing front', 'user'],
    ['Back Dual Wide Camera', 'environment'],
    ['Caméra arrière', 'environment'],
    ['Cámara trasera', 'environment'],
    ['Câmera Traseira', 'environment'],
    ['Фронтальная камера', 'user'],
    ['背面カメラ', 'environment'],
    ['FaceTime HD Camera', 'user'],
    ['HD Pro Webcam C920 (046d:082d)', 'unknown'],
    ['Feedback Monitor', 'unknown'],
  ])('%s looks to %s', (label, facing) => {
    expect(facingOf(label)).toBe(facing);
  });

  it.each(['HD Pro Webcam C920', 'Logitech BRIO', 'Mirror Camera', 'fake_device_0', 'Integrated Camera'])(
    'nothing speaks against %s',
    (label) => {
      expect(lensRank(label)).toBe(0);
    },
  );

  it('names a source for each rule', () => {
    for (const { name, source } of LENS_RULES) expect(source.length, name).toBeGreaterThan(10);
  });
});
