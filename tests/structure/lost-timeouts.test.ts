import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

// Node 20 forgets such a timeout when it collects garbage, and the wait never ends; limitedSignal() keeps it.
it('no timeout is handed to AbortSignal.any', () => {
  const files = execFileSync('git', ['ls-files', '*.ts', '*.mjs'], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((file) => !file.includes('.test.'));
  expect(files.length).toBeGreaterThan(500);
  const both = files.filter((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return text.includes('AbortSignal.any(') && text.includes('AbortSignal.timeout(');
  });
  expect(both).toEqual([]);
});
