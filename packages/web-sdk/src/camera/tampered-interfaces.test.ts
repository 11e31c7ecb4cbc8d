import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { tamperedInterfaces } from './tampered-interfaces.ts';
import { WATCHED_INTERFACES } from './watched-interfaces.data.ts';

const WATCHED = [
  { owner: 'Map', member: 'get' },
  { owner: 'Map', member: 'size' },
  { owner: 'Set', member: '' },
  { owner: 'Function', member: 'toString' },
  { owner: 'Nowhere', member: 'x' },
  { owner: 'Map', member: 'nothing' },
];

/** A world of its own, as an iframe has one, after this script ran in it. */
function realm(script: string): object {
  const context = createContext({});
  runInContext(script, context);
  return runInContext('globalThis', context);
}

const check = (script: string, bare: Record<string, object> = {}) =>
  tamperedInterfaces({ watched: WATCHED, page: realm(script), reference: realm(''), bare });

describe('tamperedInterfaces', () => {
  it('finds nothing in a world nobody touched, and counts what it looked at', () => {
    expect(check('', { camera: {} })).toEqual({ tampered: [], checked: 5 });
  });

  it.each([
    [
      'a wrapper',
      'const own = Map.prototype.get; Map.prototype.get = function get(k) { return own.call(this, k) }',
    ],
    ['an arrow function', 'Map.prototype.get = () => 1'],
    ['a bound function', 'Map.prototype.get = Map.prototype.get.bind(new Map())'],
    ['a proxy', 'Map.prototype.get = new Proxy(Map.prototype.get, {})'],
    ['another native function', 'Map.prototype.get = Map.prototype.has'],
    ['a deletion', 'delete Map.prototype.get'],
    [
      'a disguise by its own toString',
      'Map.prototype.get = Object.assign(function () {}, { toString: () => "function get() { [native code] }" })',
    ],
    ['a note on the function', 'Map.prototype.get.original = 1'],
    ['a getter in its place', 'Object.defineProperty(Map.prototype, "get", { get: () => 1 })'],
  ])('sees %s', (_what, script) => {
    expect(check(script).tampered).toEqual(['Map.get']);
  });

  it('sees a changed getter, a changed constructor and a changed toString', () => {
    const script = `
      Object.defineProperty(Map.prototype, 'size', { get() { return 3 } });
      Set = class Set {};
      const own = Function.prototype.toString;
      Function.prototype.toString = function toString() { return this === Map ? '' : own.call(this) };`;
    expect(check(script).tampered).toEqual(['Map.size', 'Set', 'Function.toString']);
  });

  it('sees a change that was made in every document alike', () => {
    const script =
      'const own = Map.prototype.get; Map.prototype.get = function get(k) { return own.call(this, k) }';
    const report = tamperedInterfaces({
      watched: WATCHED,
      page: realm(script),
      reference: realm(script),
      bare: {},
    });
    expect(report.tampered).toEqual(['Map.get']);
  });

  it('sees what is set on a single object', () => {
    expect(check('', { mediaDevices: { getUserMedia: () => undefined } }).tampered).toEqual([
      'mediaDevices.getUserMedia',
    ]);
  });

  it('watches each interface once', () => {
    const names = WATCHED_INTERFACES.map(({ owner, member }) => `${owner}.${member}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
