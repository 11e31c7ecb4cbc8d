import { describe, expect, it } from 'vitest';
import type { AdapterLink } from './adapter-link.ts';
import { awaitResult } from './await-result.ts';

function linkAnswering(...answers: readonly [number, unknown][]): { link: AdapterLink; asked: string[] } {
  const asked: string[] = [];
  const rest = [...answers];
  const link: AdapterLink = {
    baseUrl: 'https://liveness.example/',
    headers: { Authorization: 'Bearer t' },
    fetch: async (input) => {
      asked.push(String(input));
      const [status, body] = rest.shift() ?? [500, undefined];
      return new Response(JSON.stringify(body), { status });
    },
  };
  return { link, asked };
}

const run = (link: AdapterLink, seen: unknown[] = []) =>
  awaitResult(link, {
    intervalMs: 1000,
    signal: new AbortController().signal,
    onResult: (result) => seen.push(result),
  });

describe('awaitResult', () => {
  it('asks until finished and passes every answer on', async () => {
    const finished = {
      state: 'finished',
      analyses: { quality: { state: 'finished', resolution: 'success' } },
    };
    const { link, asked } = linkAnswering([200, { state: 'processing' }], [200, finished]);
    const seen: unknown[] = [];
    expect(await run(link, seen)).toEqual(finished);
    expect(seen).toEqual([{ state: 'processing' }, finished]);
    expect(asked[0]).toBe('https://liveness.example/result.php?wait=1');
  });

  it.each([
    ['a failed analysis', 200, { state: 'failed' }, 'analysis_failed'],
    [
      'a refusal',
      401,
      { code: 'session_token_invalid', event_session_id: '', message: 'm', context: {} },
      'session_token_invalid',
    ],
    ['a page of a proxy', 404, '<html>', 'adapter_answer_invalid'],
    ['something else', 200, { hello: 1 }, 'adapter_answer_invalid'],
  ])('turns %s into an error', async (_, status, body, code) => {
    await expect(run(linkAnswering([status, body]).link)).rejects.toMatchObject({ code });
  });

  it('survives an answer that got lost', async () => {
    const { link, asked } = linkAnswering([502, undefined], [200, { state: 'finished' }]);
    expect(await run(link)).toEqual({ state: 'finished' });
    expect(asked).toHaveLength(2);
  });
});
