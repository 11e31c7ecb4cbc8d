import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('quotes what parts cells and lines, and disarms formulas', () => {
  const rows = [
    { a: 'x,y', b: 'say "no"' },
    { a: '=HYPERLINK("http://x")', b: -1 },
    { a: null, b: 'two\nlines' },
  ];
  expect(toCsv(['a', 'b'], rows)).toBe(
    'a,b\r\n"x,y","say ""no"""\r\n"\'=HYPERLINK(""http://x"")",-1\r\n,"two\nlines"\r\n',
  );
});
