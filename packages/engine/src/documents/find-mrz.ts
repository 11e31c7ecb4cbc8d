import { type ParseResult, parse } from 'mrz';

/** Shapes of machine-readable zones, ICAO 9303 parts 4 to 6. */
const SHAPES = [
  { lines: 3, length: 30 },
  { lines: 2, length: 44 },
  { lines: 2, length: 36 },
] as const;
/** Characters the recogniser may add or lose in a row of fillers. */
const SLACK = 4;
const LEAST_FILLERS = 2;

/** The machine-readable zone among lines of recognised text: one whose check digits hold, else the likeliest, else none. */
export function findMrz(text: readonly string[]): ParseResult | undefined {
  const lines = text.map(mrzLine);
  let likeliest: ParseResult | undefined;
  for (const shape of SHAPES)
    for (let from = 0; from + shape.lines <= lines.length; from += 1) {
      const found = parsed(lines.slice(from, from + shape.lines), shape.length);
      if (found?.valid) return found;
      likeliest ??= found;
    }
  return likeliest;
}

/** A zone has no small letters: what is taken for one is a digit or a filler that looks like it. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  b: '6',
  c: '<',
  e: '<',
  g: '9',
  i: '1',
  k: '<',
  l: '1',
  o: '0',
  q: '9',
  s: '5',
  z: '2',
};

function mrzLine(line: string): string {
  return line
    .replace(/[a-z]/g, (letter) => LOOKALIKES[letter] ?? '')
    .replace(/[«‹≤]/g, '<')
    .replace(/[^A-Z0-9<]/g, '');
}

function parsed(lines: readonly string[], length: number): ParseResult | undefined {
  if (!lines.every((line) => Math.abs(line.length - length) <= SLACK)) return undefined;
  if (!lines.some((line) => line.split('<').length > LEAST_FILLERS)) return undefined;
  try {
    return parse(
      lines.map((line) => fitted(line, length)),
      { autocorrect: true },
    );
  } catch {
    return undefined; // no format has such lines
  }
}

/** Makes up for fillers that were lost or seen twice, in the longest row of them. */
function fitted(line: string, length: number): string {
  const rows = line.match(/<+/g) ?? [];
  const longest = rows.reduce((best, row) => (row.length > best.length ? row : best), '');
  const wanted = longest.length + length - line.length;
  if (longest === '' || wanted < 1) return line;
  const at = line.lastIndexOf(longest);
  return line.slice(0, at) + '<'.repeat(wanted) + line.slice(at + longest.length);
}
