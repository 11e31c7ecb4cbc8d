import { describe, expect, it } from 'vitest';
import { detCurve } from '../figures/det-curve.ts';
import { LIVE, presentation, SPOOFED } from '../figures/fixtures/presentations.ts';
import { clipsCsv } from './clips-csv.ts';
import { detSvg } from './det-svg.ts';
import { summary } from './summary.ts';

const SET = [
  presentation('bona-fide', LIVE),
  presentation('print', SPOOFED, 'one, "two".mp4'),
  presentation('mask', LIVE),
];

describe('the report', () => {
  it('states each species with its interval, the worst one, ablation and hashes', () => {
    const text = summary({
      presentations: SET,
      models: { net: '1 sha256:ab' },
      thresholds: { 'a.ts': 'cd' },
    });
    expect(text).toContain('| print | 1 | 1 | 0 | 0 | 0 | APCER 0.0 % (0 of 1; 0.0 % to 97.5 %) |');
    expect(text).toContain('Highest APCER of a species: 100.0 % (1 of 1; 2.5 % to 100.0 %) (mask).');
    expect(text).toContain('| spoof | 0.0 % | 100.0 % | 100.0 % | 100.0 % |');
    expect(text).toContain('| print | presentation_attack 1 |');
    expect(text).toContain('| net | 1 sha256:ab |');
    expect(text).toContain('| a.ts | cd |');
  });

  it('quotes what needs quoting in the table of presentations', () => {
    const [head, , line] = clipsCsv(SET).split('\r\n');
    expect(head).toMatch(/^species,bona_fide,source,part,response,confidence_spoofing,quality,/);
    expect(line).toMatch(/^print,false,"one, ""two"".mp4",,attack,0\.9,1,,0\.1,/);
  });

  it('draws the curve inside its frame', () => {
    const svg = detSvg(detCurve(SET), 'a <b>');
    expect(svg).toContain('a &lt;b>');
    const numbers = [...(svg.match(/d="(M[^"]+)" fill="none"/)?.[1] ?? '').matchAll(/[\d.]+/g)].map(Number);
    expect(numbers.length).toBeGreaterThan(4);
    for (const value of numbers) {
      expect(value).toBeGreaterThanOrEqual(64);
      expect(value).toBeLessThanOrEqual(416);
    }
  });
});
