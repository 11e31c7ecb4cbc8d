import { describe, expect, it } from 'vitest';
import { ablations } from './ablation.ts';
import { detCurve, equalErrorRate } from './det-curve.ts';
import { errorRates, overall, worstSpecies } from './error-rates.ts';
import { DARK, finding, LIVE, presentation, SPOOFED } from './fixtures/presentations.ts';
import { judge } from './judge.ts';

const SET = [
  presentation('bona-fide', LIVE, 'anna'),
  presentation('bona-fide', LIVE, 'anna'),
  presentation('bona-fide', DARK, 'ben'),
  presentation('bona-fide', SPOOFED, 'cleo'),
  presentation('bona-fide', undefined, 'dora'),
  presentation('print', SPOOFED),
  presentation('print', SPOOFED),
  presentation('print', LIVE),
  presentation('print', DARK),
  presentation('mask', LIVE),
  presentation('mask', LIVE),
];

describe('judge', () => {
  it('tells classified from refused and unanswered', () => {
    expect(judge([LIVE])).toMatchObject({ response: 'bona-fide', confidence: expect.any(Number) });
    expect(judge([LIVE]).confidence).toBeLessThan(0.2);
    expect(judge([LIVE, SPOOFED])).toEqual({ response: 'attack', confidence: 0.9 });
    expect(judge([DARK]).response).toBe('refused');
    expect(judge([]).response).toBe('none');
  });

  it('does not call it an attack when there is nobody', () => {
    expect(judge([[finding('quality', 0, 'face_not_found')]])).toEqual({
      response: 'refused',
      confidence: 1,
    });
  });
});

describe('errorRates', () => {
  const [bonaFide, mask, print] = errorRates(SET);

  it('counts errors among those classified, the rest among all', () => {
    expect(bonaFide).toMatchObject({ species: 'bona-fide', sources: 4, presentations: 5 });
    expect(bonaFide?.error).toMatchObject({ hits: 1, trials: 3 });
    expect(bonaFide?.refused).toMatchObject({ hits: 1, trials: 5, share: 0.2 });
    expect(bonaFide?.nonResponse).toMatchObject({ hits: 1, trials: 5 });
    expect(bonaFide?.passed).toMatchObject({ hits: 2, trials: 5 });
    expect(print?.error).toMatchObject({ hits: 1, trials: 3 });
    expect(print?.error.share).toBeCloseTo(1 / 3);
    expect(mask?.error).toMatchObject({ hits: 2, trials: 2, share: 1 });
  });

  it('names the worst species and sums up', () => {
    expect(worstSpecies(errorRates(SET))?.species).toBe('mask');
    expect(overall(SET, false)?.error).toMatchObject({ hits: 3, trials: 5 });
    expect(overall([], false)).toBeUndefined();
    expect(errorRates([presentation('print', DARK)])[0]?.error.share).toBeUndefined();
  });
});

describe('detCurve', () => {
  it('goes from missing every attack to refusing everybody', () => {
    const curve = detCurve(SET);
    expect(curve[0]).toMatchObject({ apcer: 1, bpcer: 0 });
    expect(curve.at(-1)).toMatchObject({ apcer: 0, bpcer: 1 });
    expect(curve.find(({ threshold }) => threshold === 0.9)).toMatchObject({
      apcer: 3 / 5,
      bpcer: 1 / 3,
    });
  });

  it('has an equal error rate of nought where the two never mix', () => {
    const apart = [presentation('bona-fide', LIVE), presentation('print', SPOOFED)];
    expect(equalErrorRate(detCurve(apart))).toBe(0);
    expect(detCurve([presentation('print', SPOOFED)])).toEqual([]);
  });
});

describe('ablations', () => {
  it('judges again without each check', () => {
    const all = ablations(SET);
    expect(all[0]).toMatchObject({ without: undefined, bonaFide: { error: { hits: 1, trials: 3 } } });
    const without = (check: string) => all.find((one) => one.without === check);
    expect(without('spoof')?.attacks?.error).toMatchObject({ hits: 5, trials: 5 });
    expect(without('spoof')?.bonaFide?.error).toMatchObject({ hits: 0, trials: 3 });
    expect(without('quality')?.bonaFide?.refused.hits).toBe(0);
  });
});
