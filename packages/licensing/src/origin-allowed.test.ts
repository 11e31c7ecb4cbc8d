import { describe, expect, it } from 'vitest';
import { originAllowed } from './origin-allowed.ts';
import { canonicalOrigin, canonicalOriginEntry } from './origin-pattern.ts';

const licence = {
  origins: [
    'https://shop.example',
    'https://*.example.com',
    'https://*.example.org:8443',
    'http://xn--bcher-kva.example',
  ],
};

describe('originAllowed', () => {
  it.each([
    'https://shop.example',
    'https://SHOP.example',
    'https://shop.example:443',
    'https://www.example.com',
    'https://a.b.example.com',
    'https://pay.example.org:8443',
    'http://bücher.example',
    'http://localhost',
    'https://localhost:3000',
    'http://127.0.0.1:8080',
    'http://[::1]:5173',
  ])('allows %s', (origin) => {
    expect(originAllowed(licence, origin)).toBe(true);
  });

  it.each([
    ['another scheme', 'http://shop.example'],
    ['another port', 'https://shop.example:8443'],
    ['the apex of a wildcard', 'https://example.com'],
    ['a name that only ends alike', 'https://evil-example.com'],
    ['the domain as a label of another', 'https://www.example.com.evil.com'],
    ['a trailing dot', 'https://shop.example.'],
    ['user information', 'https://shop.example@evil.com'],
    ['user information with a wildcard host', 'https://www.example.com:x@evil.com'],
    ['a backslash', 'https://evil.com\\.example.com'],
    ['a path', 'https://evil.com/.example.com'],
    ['a fragment', 'https://evil.com#.example.com'],
    ['a wildcard host without its port', 'https://pay.example.org'],
    ['the null origin', 'null'],
    ['nothing', ''],
    ['a literal wildcard', 'https://*.example.com'],
    ['a lookalike letter', 'https://shоp.example'],
    ['localhost as a label', 'https://localhost.evil.com'],
    ['127.0.0.1 as a label', 'http://127.0.0.1.evil.com'],
    ['a neighbour address', 'http://127.0.0.2'],
    ['another scheme for localhost', 'ftp://localhost'],
    ['an extension', 'chrome-extension://abcdefghijklmnop'],
    ['a line break', 'https://shop.example\n'],
    ['a percent-encoded dot', 'https://evil%2Eexample.com'],
  ])('refuses %s', (_case, origin) => {
    expect(originAllowed(licence, origin)).toBe(false);
  });

  it('adds the origins of a master signature', () => {
    expect(originAllowed({ origins: [] }, 'https://new.example', ['https://new.example'])).toBe(true);
    expect(originAllowed({ origins: [] }, 'https://other.example', ['https://new.example'])).toBe(false);
  });
});

describe('canonicalOriginEntry', () => {
  it.each([
    ['https://*.Example.COM', 'https://*.example.com'],
    ['https://*.example.com:443', 'https://*.example.com'],
    ['https://*.bücher.example', 'https://*.xn--bcher-kva.example'],
    ['https://shop.example/', 'https://shop.example'],
  ])('%s becomes %s', (text, entry) => {
    expect(canonicalOriginEntry(text)).toBe(entry);
  });

  it.each([
    'https://*.com',
    'https://*.127.0.0.1',
    'https://*.[::1]',
    'https://*',
    '*',
    'https://a.*.example.com',
    'https://*.*.example.com',
    'https://*example.com',
    'https://*.example.com/path',
    'https://*.example.com.',
    'shop.example',
    '//shop.example',
    'javascript://shop.example',
  ])('refuses %s', (text) => {
    expect(canonicalOriginEntry(text)).toBeUndefined();
  });
});

describe('canonicalOrigin', () => {
  it('does not repair what is no origin', () => {
    for (const text of [
      'https:shop.example',
      'https:///shop.example',
      ' https://shop.example',
      'https://shop.example?x',
    ])
      expect(canonicalOrigin(text)).toBeUndefined();
  });
});
