import { describe, expect, it } from 'vitest';
import { finding, presentation } from '../figures/fixtures/presentations.ts';
import { personOf } from '../generate/generated-clips.ts';
import { fitFusion, heldOut, persons } from './cross-fit.ts';
import { examplesOf } from './examples.ts';
import { fitLogistic, logOdds, type Row } from './fit-logistic.ts';
import { fusionReport } from './fusion-report.ts';
import { fusionSource } from './fusion-source.ts';
import { reliabilityOf } from './reliability.ts';

/** Rows that a known model would give: at each place as many attacks, by weight, as its probability says. */
function rowsOf(intercept: number, weights: readonly [number, number]): Row[] {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((a) =>
    [0, 0.5, 1].flatMap((b) => {
      const share = 1 / (1 + Math.exp(-logOdds({ intercept, weights }, [a, b])));
      return [true, false].map((attack) => ({
        features: [a, b],
        attack,
        weight: attack ? share : 1 - share,
      }));
    }),
  );
}

describe('fitLogistic', () => {
  it('finds the weights that made the rows', () => {
    const { intercept, weights } = fitLogistic(rowsOf(-2, [3, 1]), { ridge: 0, signed: true });
    expect(intercept).toBeCloseTo(-2, 2);
    expect(weights[0]).toBeCloseTo(3, 2);
    expect(weights[1]).toBeCloseTo(1, 2);
  });

  it('keeps weights at nought where they would fall below, unless told not to', () => {
    const rows = rowsOf(0, [2, -2]);
    expect(fitLogistic(rows, { ridge: 0, signed: true }).weights[1]).toBeCloseTo(-2, 2);
    expect(fitLogistic(rows, { ridge: 0, signed: false }).weights[1]).toBe(0);
    expect(fitLogistic(rows, { ridge: 1, signed: true }).weights[0]).toBeLessThan(1);
  });
});

const PEOPLE = ['anna', 'ben', 'cleo', 'dora'];
const SET = PEOPLE.flatMap((name, index) => [
  presentation('bona-fide', [finding('spoof', 0.9 + index / 50), finding('texture', 0.95)], `${name}.mp4`),
  presentation('bona-fide', [finding('spoof', 0.7), finding('texture', null)], `${name}.mp4`),
  presentation('print', [finding('spoof', 0.3 - index / 50), finding('texture', 0.8)], `${name}_mp4-1.x.zip`),
  presentation('replay', [finding('spoof', 0.8), finding('texture', 0.2)], `${name}_mp4-2.x.zip`),
  presentation('face-warp-puppet', [finding('spoof', 1)], `${name}_mp4-1.x.zip`),
]);

describe('examplesOf', () => {
  it('knows whose face an attack shows', () => {
    expect(personOf({ species: 'bona-fide-video', source: 'lp d-1.mp4' })).toBe('lp_d-1_mp4');
    expect(personOf({ species: 'print', source: 'lp_d-1_mp4-2.video_selfie_blank.zip' })).toBe('lp_d-1_mp4');
  });

  it('takes suspicions of what was judged, both kinds counting the same', () => {
    const examples = examplesOf([...SET, presentation('print', undefined)]);
    expect(examples).toHaveLength(16);
    expect(persons(examples)).toEqual(PEOPLE.map((name) => `${name}_mp4`));
    expect(examples[1]?.features).toEqual([expect.closeTo(0.3), 0, 0, 0]);
    const of = (attack: boolean) =>
      examples.filter((one) => one.attack === attack).reduce((sum, { weight }) => sum + weight, 0);
    expect(of(true)).toBeCloseTo(of(false));
  });
});

describe('fitFusion', () => {
  it('weighs what tells attacks, and nothing else', () => {
    const { weights, calibration } = fitFusion(examplesOf(SET));
    expect(weights.spoof).toBeGreaterThan(1);
    expect(weights.texture).toBeGreaterThan(weights.spoof);
    expect(weights.depth).toBe(0);
    expect(calibration.slope).toBeGreaterThan(0);
  });

  it('lets no check decide alone before its own limit', () => {
    const { intercept, weights, calibration } = fitFusion(examplesOf(SET));
    for (const weight of Object.values(weights))
      expect(calibration.slope * (intercept + weight / 2) + calibration.offset).toBeLessThanOrEqual(1e-9);
  });

  it('tests every person with weights he had no part in', () => {
    const examples = examplesOf(SET);
    const tested = heldOut(examples);
    expect(tested.map(({ example }) => example)).toEqual(expect.arrayContaining(examples));
    const without = fitFusion(examples.filter(({ person }) => person !== 'anna_mp4'));
    expect(tested[0]?.example.person).toBe('anna_mp4');
    expect(tested[0]?.model).toEqual(without);
  });

  it('writes its weights as source and what they are worth as a report', () => {
    const examples = examplesOf(SET);
    const model = fitFusion(examples);
    const source = fusionSource(model, examples, '2026-01-02');
    expect(source).toContain('Origin: 8 bona fide and 8 attack presentations of 4 persons');
    expect(source).toContain(`weights: { spoof: ${Math.round(model.weights.spoof * 1000) / 1000}, `);
    const report = fusionReport(model, examples);
    expect(report).toContain('| print | 4 | 4 | 0 | 0 | 0 | APCER 0.0 % (0 of 4;');
    expect(report).toContain('Brier score');
  });
});

describe('reliabilityOf', () => {
  it('compares forecasts with what came', () => {
    const forecast = (probability: number, attack: boolean) => ({ probability, attack, weight: 1 });
    const { bins, brier, error } = reliabilityOf([
      forecast(0.1, false),
      forecast(0.1, false),
      forecast(0.9, true),
      forecast(0.9, false),
    ]);
    expect(bins.map(({ count }) => count)).toEqual([2, 0, 0, 0, 2]);
    expect(bins[4]).toMatchObject({ forecast: 0.9, attacks: 0.5 });
    expect(brier).toBeCloseTo((0.01 + 0.01 + 0.01 + 0.81) / 4);
    expect(error).toBeCloseTo((0.1 + 0.4) / 2);
  });
});
