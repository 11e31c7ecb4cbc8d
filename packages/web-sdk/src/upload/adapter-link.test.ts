import { expect, it } from 'vitest';
import { type AdapterLink, answeringOnce } from './adapter-link.ts';

it('answers the one request that was sent before, once, and leaves all others to the network', async () => {
  const asked: unknown[] = [];
  const link: AdapterLink = {
    baseUrl: 'https://adapter.example/',
    headers: {},
    fetch: async (input) => {
      asked.push(input);
      return new Response('network');
    },
  };
  const url = 'https://adapter.example/config.php';
  const { fetch } = answeringOnce(link, { url, response: Promise.resolve(new Response('early')) });
  const texts = [];
  for (const each of ['https://adapter.example/init.php', url, url])
    texts.push(await (await fetch(each)).text());
  expect(texts).toEqual(['network', 'early', 'network']);
  expect(asked).toEqual(['https://adapter.example/init.php', url]);
});
