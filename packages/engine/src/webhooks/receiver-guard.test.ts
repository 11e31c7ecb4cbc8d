import { describe, expect, it } from 'vitest';
import { createReceiverGuard } from './receiver-guard.ts';

function refusal(allow: readonly string[], url: string): string | undefined {
  try {
    createReceiverGuard(allow).check(url);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function resolved(allow: readonly string[], host: string, all: boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    createReceiverGuard(allow).lookup(host, { all }, (error, address) =>
      error ? reject(error) : resolve(address),
    );
  });
}

describe('receiver guard', () => {
  it.each(['https://example.com/hook?key=1', 'https://8.8.8.8:8443/', 'https://[2606:4700::1111]/'])(
    'lets %s through',
    (url) => {
      expect(refusal([], url)).toBeUndefined();
    },
  );

  it.each([
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://127.1/',
    'https://0x7f.0.0.1/',
    'https://169.254.169.254/',
    'https://172.31.255.255/',
    'https://192.168.0.1/',
    'https://224.0.0.1/',
    'https://[::]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[2002:7f00:1::]/',
    'https://a.localhost/',
  ])('keeps %s out', (url) => {
    expect(refusal([], url)).toContain('private');
  });

  it('lets in what the operator permits, http too, and nothing beside it', () => {
    const allow = ['10.0.0.0/8', 'hooks.bank.example', '*.inner.example', '::1'];
    for (const url of [
      'http://10.9.9.9/',
      'http://hooks.bank.example/',
      'http://a.inner.example/',
      'https://[::1]:9/',
    ])
      expect(refusal(allow, url)).toBeUndefined();
    for (const url of ['http://11.0.0.1/', 'http://evil-hooks.bank.example/', 'http://inner.example.evil/'])
      expect(refusal(allow, url)).toContain('https://');
    expect(() => createReceiverGuard(['10.0.0.0/x'])).toThrow('ENGINE_WEBHOOK_ALLOW');
  });

  it('looks at what a name leads to, not at the name', async () => {
    await expect(resolved([], 'localhost', true)).rejects.toThrow('leads to the private address');
    await expect(resolved(['10.0.0.0/8'], 'localhost', false)).rejects.toThrow('private');
    expect(await resolved(['localhost'], 'localhost', true)).toContainEqual(
      expect.objectContaining({ address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) }),
    );
    expect(await resolved(['127.0.0.0/8', '::1'], 'localhost', false)).toMatch(/^(127\.0\.0\.1|::1)$/);
  });
});
