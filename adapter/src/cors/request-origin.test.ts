import { describe, expect, it } from 'vitest';
import { type OriginEvidence, pageOrigin } from './request-origin.ts';

const NOTHING: OriginEvidence = {
  origin: undefined,
  fetchSite: undefined,
  referer: undefined,
  ownOrigin: 'http://adapter.example',
};

describe('pageOrigin', () => {
  it.each<[string, Partial<OriginEvidence>, string | undefined, boolean]>([
    [
      'a cross-origin call',
      { origin: 'https://shop.example', fetchSite: 'cross-site' },
      'https://shop.example',
      false,
    ],
    [
      'a cross-origin call of an old browser',
      { origin: 'https://shop.example' },
      'https://shop.example',
      false,
    ],
    ['a same-origin POST', { origin: 'http://adapter.example' }, 'http://adapter.example', true],
    [
      'a same-origin POST behind a TLS proxy',
      { origin: 'https://adapter.example', fetchSite: 'same-origin' },
      'https://adapter.example',
      true,
    ],
    [
      'another scheme of the same host',
      { origin: 'https://adapter.example' },
      'https://adapter.example',
      false,
    ],
    [
      'another port of the same host',
      { origin: 'http://adapter.example:81' },
      'http://adapter.example:81',
      false,
    ],
    ['a same-origin GET', { fetchSite: 'same-origin' }, 'http://adapter.example', true],
    [
      'a same-origin GET behind a TLS proxy',
      { fetchSite: 'same-origin', referer: 'https://adapter.example/page?x' },
      'https://adapter.example',
      true,
    ],
    [
      'a same-origin GET of an old browser',
      { referer: 'http://adapter.example/page' },
      'http://adapter.example',
      true,
    ],
    ['a link from elsewhere', { referer: 'https://evil.example/' }, undefined, false],
    ['a typed address', { fetchSite: 'none' }, undefined, false],
    [
      'an image of another site',
      { fetchSite: 'cross-site', referer: 'http://adapter.example/' },
      undefined,
      false,
    ],
    ['a sandboxed frame', { origin: 'null' }, undefined, false],
    [
      'a sandboxed frame that names us as referer',
      { origin: 'null', referer: 'http://adapter.example/' },
      undefined,
      false,
    ],
    ['a sandboxed frame, same site', { origin: 'null', fetchSite: 'same-origin' }, undefined, false],
    ['garbage', { origin: 'https://shop.example/path' }, undefined, false],
    ['an address bar on nothing', {}, undefined, false],
    ['the default port spelt out', { origin: 'http://adapter.example:80' }, 'http://adapter.example', true],
  ])('%s', (_case, evidence, origin, sameOrigin) => {
    expect(pageOrigin({ ...NOTHING, ...evidence })).toEqual({ origin, sameOrigin });
  });
});
