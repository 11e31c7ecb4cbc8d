import { describe, expect, it } from 'vitest';
import { rememberedCamera } from './remembered-camera.ts';

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

describe('rememberedCamera', () => {
  it('keeps one choice for each direction and adapter', () => {
    const storage = memory();
    const one = rememberedCamera('https://one.example/', () => storage);
    const other = rememberedCamera('https://other.example/', () => storage);
    one.set('user', 'a');
    one.set('environment', 'b');
    other.set('user', 'c');
    expect([one.get('user'), one.get('environment'), other.get('user'), other.get('environment')]).toEqual([
      'a',
      'b',
      'c',
      undefined,
    ]);
    one.forget('user');
    expect([one.get('user'), other.get('user')]).toEqual([undefined, 'c']);
  });

  it('lives without storage', () => {
    const denied = rememberedCamera('https://one.example/', () => {
      throw new Error('SecurityError');
    });
    denied.set('user', 'a');
    denied.forget('user');
    expect(denied.get('user')).toBeUndefined();
  });
});
