import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/* Every contract file of the adapter runs on our engine, alone and in a cluster, or tests/contract/README.md says why it cannot. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(ROOT, 'tests/contract');
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const files = readdirSync(FOLDER).flatMap((name) => /^(adapter-.*)\.test\.ts$/.exec(name)?.[1] ?? []);
const rows = [
  ...textOf('tests/contract/README.md').matchAll(/^\| `(adapter-[\w-]+)` \| ([^|]*) \|([^|]*)\|$/gm),
].map(([, name = '', on = '', why = '']) => ({ name, on: on.split(', '), why: why.trim() }));
const onEngine = rows.filter(({ on }) => on.includes('engine')).map(({ name }) => name);

describe('the contract tests of the adapter', () => {
  it('are all in the table of the backends they run on', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(rows.map(({ name }) => name)).toEqual(files.toSorted());
  });

  it('say why, where they do not run on the engine', () => {
    for (const { name, on, why } of rows) expect(why.length > 20, name).toBe(!on.includes('engine'));
  });

  it('run where the table says', () => {
    for (const { name, on } of rows) {
      const code = textOf(`tests/contract/${name}.test.ts`);
      const found = {
        engine: /\b(onEveryBackend|startEngine)\(/.test(code),
        scripted: /\b(onEveryBackend|startOzBackend)\(/.test(code),
      };
      expect(found, name).toEqual({ engine: on.includes('engine'), scripted: on.includes('scripted') });
    }
  });

  it('run in the cluster too, if they run on the engine', () => {
    const braces =
      /tests\/contract\/adapter-\{([^}]*)\}\.test\.ts/.exec(textOf('vitest.config.ts'))?.[1] ?? '';
    expect(braces.split(',').map((name) => `adapter-${name}`)).toEqual(onEngine);
  });
});
