import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, ROUTES } from '../../packages/engine/src/api/routes.data.ts';
import { API_COVERAGE } from '../support/api-coverage.data.ts';
import { callOf, engineCoveragePage, readEngineCoveragePage } from '../support/engine-coverage-page.ts';
import { OUR_CALLS } from '../support/own-calls.data.ts';
import { startEngine, type TestEngine } from './oz-api-support.ts';

/* docs/engine-coverage.md says what of the documents is here; these tests keep it true. */

const NO_SUCH = '00000000-0000-4000-8000-000000000000';
const ROWS = API_COVERAGE.flatMap(({ rows }) => rows);
const CALLS = ROWS.filter(({ what }) => callOf(what) !== undefined);

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.remove());

/** Asked with a token and for what does not exist, with a body that nothing accepts. */
function ask(what: string) {
  const [method, path] = callOf(what) ?? ['', ''];
  const body = method === 'POST' || method === 'PATCH' ? { body: 'x' } : {};
  return engine.call(method, path.replaceAll(/\{\w+\}/g, NO_SUCH), {
    headers: { 'Content-Type': 'text/plain' },
    ...body,
  });
}

describe('docs/engine-coverage.md', () => {
  it('says what the table says; npm run docs writes it', async () => {
    expect(await readEngineCoveragePage()).toBe(engineCoveragePage());
  });

  it('has every call of the engine, as documented or as ours', () => {
    const routes = Object.entries<object>(ROUTES).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => `${method.toUpperCase()} ${addressOf(path).replaceAll(/:(\w+)/g, '{$1}')}`,
      ),
    );
    const named = [...CALLS.map(({ what }) => what), ...OUR_CALLS];
    expect(routes.filter((route) => !named.includes(route))).toEqual([]);
    expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
  });

  it('names calls that are there', async () => {
    const wrong: string[] = [];
    for (const what of [...CALLS.map((row) => row.what), ...OUR_CALLS]) {
      const { status, body } = await ask(what);
      const known = status !== 405 && status < 500 && !/^There is nothing at/.test(body?.error_message ?? '');
      if (!known || status === 401) wrong.push(`${what}: ${status} ${body?.error_message}`);
    }
    expect(wrong).toEqual([]);
    expect(CALLS.length).toBeGreaterThan(60);
  });

  it('names tests that are there', async () => {
    const wrong: string[] = [];
    for (const {
      what,
      test: [file, title],
    } of ROWS) {
      const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8').catch(() => '');
      if (!text.includes(title)) wrong.push(`${what}: ${file} has no "${title}"`);
    }
    expect(wrong).toEqual([]);
  });
});
