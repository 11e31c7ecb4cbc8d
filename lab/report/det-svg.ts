import type { DetPoint } from '../figures/det-curve.ts';

const SIDE = 480;
const MARGIN = 64;
/** Shares that get a grid line; the outer ones are the ends of the axes, where 0 and 1 are drawn too. */
const TICKS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95] as const;
const [LEAST, MOST] = [TICKS[0], 0.95];

/** The DET curve as a picture: both shares of errors on scales of the normal deviate. */
export function detSvg(curve: readonly DetPoint[], title: string): string {
  const path = curve
    .map(({ apcer, bpcer }, index) => `${index === 0 ? 'M' : 'L'}${across(apcer)} ${down(bpcer)}`)
    .join(' ');
  const grid = TICKS.flatMap((share) => [
    `<path d="M${across(share)} ${MARGIN}V${SIDE - MARGIN}M${MARGIN} ${down(share)}H${SIDE - MARGIN}" stroke="#ddd"/>`,
    `<text x="${across(share)}" y="${SIDE - MARGIN + 16}" text-anchor="middle">${percent(share)}</text>`,
    `<text x="${MARGIN - 6}" y="${down(share) + 4}" text-anchor="end">${percent(share)}</text>`,
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" font-family="sans-serif" font-size="11">`,
    `<rect width="${SIDE}" height="${SIDE}" fill="#fff"/>`,
    `<text x="${SIDE / 2}" y="32" text-anchor="middle" font-size="14">${escaped(title)}</text>`,
    ...grid,
    `<path d="${path}" fill="none" stroke="#1a5fb4" stroke-width="2"/>`,
    `<text x="${SIDE / 2}" y="${SIDE - 20}" text-anchor="middle">APCER, all attack species</text>`,
    `<text transform="translate(18 ${SIDE / 2}) rotate(-90)" text-anchor="middle">BPCER</text>`,
    '</svg>',
    '',
  ].join('\n');
}

const span = SIDE - 2 * MARGIN;
const part = (share: number) => (deviate(share) - deviate(LEAST)) / (deviate(MOST) - deviate(LEAST));
const across = (share: number) => round(MARGIN + span * part(share));
const down = (share: number) => round(SIDE - MARGIN - span * part(share));

/** The value a normal variable stays below with this probability, which is kept inside the axes. */
function deviate(share: number): number {
  const wanted = Math.min(Math.max(share, LEAST), MOST);
  let [low, high] = [-4, 4];
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (normal(middle) < wanted) low = middle;
    else high = middle;
  }
  return low;
}

/** Normal distribution by Abramowitz and Stegun, 26.2.17; error below 1e-7. */
function normal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return x < 0 ? tail : 1 - tail;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
