import { expect, it, vi } from 'vitest';
import { importAgain } from './import-again.ts';

const URL = 'https://adapter.example/plugin/main.js';

/** Fails so many times, then answers with the address it was asked for. */
function server(failures: number) {
  const asked: string[] = [];
  const load = async (url: string) => {
    asked.push(url);
    if (asked.length <= failures) throw new TypeError(`Failed to fetch ${url}`);
    return url;
  };
  return { asked, load };
}

it('asks once when the module comes', async () => {
  const { asked, load } = server(0);
  expect(await importAgain(URL, load, 0)).toBe(URL);
  expect(asked).toEqual([URL]);
});

it('asks again under another address, which no browser remembers as failed', async () => {
  const { load } = server(1);
  expect(await importAgain(URL, load, 0)).toBe(`${URL}?again`);
});

it('gives up after the second time', async () => {
  const { asked, load } = server(2);
  await expect(importAgain(URL, load, 0)).rejects.toThrow('again');
  expect(asked).toHaveLength(2);
});

it('does not wait for ever for a server that never answers', async () => {
  vi.useFakeTimers();
  try {
    const asked: string[] = [];
    const importing = importAgain(URL, (url) => {
      asked.push(url);
      return new Promise(() => undefined);
    });
    const failed = expect(importing).rejects.toThrow('60000 ms');
    await vi.advanceTimersByTimeAsync(60_000 + 300 + 60_000);
    await failed;
    expect(asked).toEqual([URL, `${URL}?again`]);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
