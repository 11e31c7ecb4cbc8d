import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Links of a page, and the paths that stand in backquotes with a folder in front. */
function pathsIn(page: string, text: string): string[] {
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)\s#]+)/g)].map((found) =>
    join(dirname(page), found[1] ?? ''),
  );
  const named = [
    ...text.matchAll(/`((?:packages|adapter|tests|docs|scripts|bench|license)\/[A-Za-z0-9_./-]+)`/g),
  ].map((found) => found[1] ?? '');
  return [...links, ...named];
}

it('every path that a page names exists', () => {
  const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const named = pages.flatMap((page) =>
    pathsIn(page, readFileSync(join(ROOT, page), 'utf8')).map((path) => ({ page, path })),
  );
  expect(named.length).toBeGreaterThan(20);
  // What a build writes need not be there.
  const built = /(^|\/)(dist|dist-plugin|data)(\/|$)/;
  expect(named.filter(({ path }) => !built.test(path) && !existsSync(join(ROOT, path)))).toEqual([]);
});

it('names no path of a machine and no registry host', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const texts = files.filter(
    (file) => /\.(md|ts|mjs|cjs|json|css|html)$/.test(file) && file !== 'package-lock.json',
  );
  expect(texts.length).toBeGreaterThan(300);
  const forbidden = [
    ['/', 'work/'],
    ['/', 'root/'],
    ['registry', '.npmjs'],
  ].map((parts) => parts.join(''));
  const found = texts.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return forbidden.filter((word) => text.includes(word)).map((word) => ({ file, word }));
  });
  expect(found).toEqual([]);
});
