import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenOptions } from '../model/capture-options.ts';
import { deferredLiveness } from './deferred-liveness.ts';
import type { OzLiveness } from './oz-liveness.ts';

/** The SDK as far as it is asked here: it writes down what it was told to do. */
function sdk(told: string[]): OzLiveness {
  return {
    version: '1',
    isOpen: false,
    open: ({ lang } = {}) => told.push(`open ${lang}`),
    close: () => told.push('close'),
    hide: () => told.push('hide'),
    check: () => Promise.reject(new Error('not asked here')),
    preload: () => Promise.resolve(),
    langs: { add: (id) => told.push(`lang ${id}`) },
  };
}

function page() {
  const told: string[] = [];
  const begun: string[] = [];
  const load = { resolve: (_made: OzLiveness) => {}, reject: (_reason: Error) => {} };
  const liveness = deferredLiveness({
    version: '1',
    adapterUrl: 'https://adapter.example/',
    begin: async ({ options: { lang } }) => {
      begun.push(lang ?? '');
    },
    drop: () => begun.push('dropped'),
    hide: () => begun.push('hidden'),
    fetchAhead: () => begun.push('fetched ahead'),
    load: () => new Promise((resolve, reject) => Object.assign(load, { resolve, reject })),
  });
  /** Callbacks that make a mistake after they have been written down. */
  const careless = (lang: string): OpenOptions => ({
    lang,
    on_error: ({ code }) => {
      told.push(`${lang} ${code}`);
      throw new Error('mistake in on_error');
    },
    on_close: () => {
      told.push(`${lang} closed`);
      throw new Error('mistake in on_close');
    },
  });
  return { told, begun, load, liveness, careless };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('deferredLiveness', () => {
  const uncaught: string[] = [];
  const catches = (error: Error) => uncaught.push(error.message);
  let others: NodeJS.UncaughtExceptionListener[] = [];
  beforeEach(() => {
    uncaught.length = 0;
    others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', catches);
  });
  afterEach(() => {
    process.removeAllListeners('uncaughtException');
    for (const other of others) process.on('uncaughtException', other);
  });

  it('opens once the SDK is there', async () => {
    const { told, load, liveness, careless } = page();
    liveness.open(careless('en'));
    expect(liveness.isOpen).toBe(true);
    await settled();
    load.resolve(sdk(told));
    await settled();
    expect(told).toEqual(['open en']);
    liveness.open(careless('es'));
    await settled();
    expect(told).toEqual(['open en', 'open es']);
  });

  it('refuses a second window asynchronously, whatever its page makes of it', async () => {
    const { told, load, liveness, careless } = page();
    liveness.open(careless('en'));
    liveness.open(careless('es'));
    expect(told).toEqual([]);
    await settled();
    expect(told).toEqual(['es already_open']);
    await settled();
    load.resolve(sdk(told));
    await settled();
    expect(told).toEqual(['es already_open', 'open en']);
    expect(uncaught).toEqual(['mistake in on_error']);
  });

  it('tells both callbacks when the SDK does not come, though the first one throws', async () => {
    const { told, load, liveness, careless } = page();
    liveness.open(careless('en'));
    await settled();
    load.reject(new Error('HTTP 503'));
    await settled();
    expect(told).toEqual(['en adapter_unreachable', 'en closed']);
    expect(liveness.isOpen).toBe(false);
    expect(uncaught).toEqual(['mistake in on_error', 'mistake in on_close']);
  });

  it('opens nothing that was closed while it loaded', async () => {
    const { told, load, liveness, careless } = page();
    liveness.open(careless('en'));
    liveness.close();
    expect(told).toEqual(['en closed']);
    await settled();
    load.resolve(sdk(told));
    await settled();
    expect(told).toEqual(['en closed']);
    expect(uncaught).toEqual(['mistake in on_close']);
  });

  it('sets going what it can while it loads, and lets it go when nothing comes of it', async () => {
    const { begun, load, liveness } = page();
    liveness.open({ lang: 'first' });
    expect(begun).toEqual(['first', 'fetched ahead']);
    liveness.close();
    expect(begun.splice(0)).toEqual(['first', 'fetched ahead', 'dropped']);
    await settled();
    load.reject(new Error('offline'));
    await settled();
    liveness.open({ lang: 'second' });
    await settled();
    load.reject(new Error('offline'));
    await settled();
    expect(begun.splice(0)).toEqual(['second', 'fetched ahead', 'dropped']);
    liveness.open({ lang: 'third' });
    await settled();
    load.resolve(sdk([]));
    await settled();
    liveness.open({ lang: 'fourth' });
    expect(begun).toEqual(['third', 'fetched ahead', 'fourth']);
  });

  it('neither runs nor opens the SDK before the camera has had its time', async () => {
    const told: string[] = [];
    let ready = () => {};
    let loads = 0;
    const liveness = deferredLiveness({
      version: '1',
      adapterUrl: 'https://adapter.example/',
      begin: () =>
        new Promise((resolve) => {
          ready = resolve;
        }),
      drop: () => told.push('dropped'),
      hide: () => told.push('hidden early'),
      fetchAhead: () => told.push('fetched ahead'),
      load: async () => {
        loads += 1;
        return sdk(told);
      },
    });
    liveness.open({ lang: 'en' });
    liveness.hide();
    await settled();
    expect({ told, loads, open: liveness.isOpen }).toEqual({
      told: ['fetched ahead', 'hidden early'],
      loads: 0,
      open: true,
    });
    ready();
    await settled();
    expect(told.splice(0)).toEqual(['fetched ahead', 'hidden early', 'open en', 'hide']);

    liveness.open({ lang: 'es' });
    liveness.close();
    ready();
    await settled();
    expect(told).toEqual(['dropped', 'close']);
  });

  it('keeps added words until the SDK is there, and asks for nothing because of them', async () => {
    let loads = 0;
    const told: string[] = [];
    const outcomes = [Promise.reject(new Error('offline')), Promise.resolve(sdk(told))];
    const liveness = deferredLiveness({
      version: '1',
      adapterUrl: 'https://adapter.example/',
      begin: () => Promise.resolve(),
      drop: () => undefined,
      hide: () => undefined,
      fetchAhead: () => undefined,
      load: () => outcomes[loads++] ?? Promise.reject(new Error('asked a third time')),
    });
    liveness.langs.add('de', {});
    expect(loads).toBe(0);
    liveness.open({ lang: 'de' });
    await settled();
    expect(told).toEqual([]);
    liveness.open({ lang: 'de' });
    await settled();
    liveness.langs.add('fr', {});
    expect(told).toEqual(['lang de', 'open de', 'lang fr']);
    expect(uncaught).toEqual([]);
  });
});
