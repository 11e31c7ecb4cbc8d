import { describe, expect, it } from 'vitest';
import { readRefinementTables } from './refinement-tables.ts';

function region(name: string, size: number, depth: string): string {
  const points = Array.from(
    { length: size },
    (_, index) => `// point ${index}, of ${name}\n ${index + 3},`,
  ).join('\n');
  return `exports.LANDMARKS_REFINEMENT_${name}_CONFIG = {
    indexesMapping: [\n${points.slice(0, -1)}\n    ],
    zRefinement: ${depth}
};\n`;
}

const SCRIPT = [
  region('LIPS', 80, "'none'"),
  region('LEFT_EYE', 71, "'none'"),
  region('RIGHT_EYE', 71, "'none'"),
  region('LEFT_IRIS', 5, '[\n // lids\n 33, 7\n ]'),
  region('RIGHT_IRIS', 5, '[263, 249]'),
].join('');

describe('readRefinementTables', () => {
  it('reads points and depth lists and passes over comments', () => {
    const tables = readRefinementTables(SCRIPT);
    expect(tables.lips.points).toHaveLength(80);
    expect(tables.lips.points.slice(0, 3)).toEqual([3, 4, 5]);
    expect(tables.lips.depthFrom).toBeUndefined();
    expect(tables.leftIris).toEqual({ points: [3, 4, 5, 6, 7], depthFrom: [33, 7] });
    expect(tables.rightIris.depthFrom).toEqual([263, 249]);
  });

  it('says which table is missing or of another length', () => {
    expect(() => readRefinementTables(SCRIPT.replace('RIGHT_EYE_CONFIG', 'EAR_CONFIG'))).toThrow(
      /LANDMARKS_REFINEMENT_RIGHT_EYE_CONFIG should map 71 points, found none/,
    );
    expect(() =>
      readRefinementTables(SCRIPT.replace(region('LIPS', 80, "'none'"), region('LIPS', 79, "'none'"))),
    ).toThrow(/LIPS_CONFIG should map 80 points, found 79/);
  });
});
