import { expect, it } from 'vitest';
import { type Asked, confusionMatrix, passedOwn } from './confusion-matrix.ts';

const ACTIONS = ['video_selfie_left', 'video_selfie_eyes'] as const;
const asked = (shown: string, action: (typeof ACTIONS)[number], recognised: boolean): Asked => ({
  shown,
  asked: action,
  recognised,
  passed: recognised && shown !== 'eyes',
});

it('counts what was recognised of each gesture, its own in bold', () => {
  const all = [
    asked('left', 'video_selfie_left', true),
    asked('left', 'video_selfie_left', false),
    asked('left', 'video_selfie_eyes', false),
    asked('eyes', 'video_selfie_left', true),
    asked('eyes', 'video_selfie_eyes', true),
  ];
  expect(confusionMatrix(all, ACTIONS)).toEqual([
    '| shown, and asked for | left | eyes |',
    '|---|---|---|',
    '| eyes | 1 of 1 | **1 of 1** |',
    '| left | **1 of 2** | 0 of 1 |',
  ]);
  expect(passedOwn(all)).toEqual({ passed: 1, clips: 3 });
});
