import { describe, expect, it } from 'vitest';
import { consolidate } from './consolidate.ts';
import type { AnalysisState, FinalResolution } from './records.ts';

const part = (state: AnalysisState, resolution: FinalResolution | null) => ({ state, resolution });
const passed = part('FINISHED', 'SUCCESS');
const declined = part('FINISHED', 'DECLINED');
const failed = part('FAILED', 'FAILED');
const running = part('PROCESSING', null);

describe('consolidate', () => {
  it.each([
    [[], 'INITIAL', 'INITIAL'],
    [[running], 'PROCESSING', 'PROCESSING'],
    [[failed, running], 'PROCESSING', 'PROCESSING'],
    [[passed], 'FINISHED', 'SUCCESS'],
    [[passed, declined, passed], 'FINISHED', 'DECLINED'],
    [[passed, part('FINISHED', 'OPERATOR_REQUIRED')], 'FINISHED', 'OPERATOR_REQUIRED'],
    [[declined, failed, passed], 'FAILED', 'FAILED'],
    [[part('FINISHED', null)], 'FINISHED', 'FAILED'],
  ] as const)('%j is %s, %s', (parts, resolutionStatus, systemResolution) => {
    expect(consolidate(parts)).toEqual({ resolutionStatus, systemResolution });
  });
});
