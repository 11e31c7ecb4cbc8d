import { describe, expect, it } from 'vitest';
import { unpackAssets } from './packed-assets.ts';

const DATA = Buffer.from('aaabbbbb');

function loader(index: unknown): string {
  return `(function() { var x = {"files": 1};\n loadPackage(${JSON.stringify(index)});\n})();`;
}

const INDEX = {
  files: [
    { filename: '/deep/path/a.tflite', start: 0, end: 3 },
    { filename: '/b.binarypb', start: 3, end: 8 },
  ],
  remote_package_size: 8,
};

describe('unpackAssets', () => {
  it('cuts the files out by base name', () => {
    const files = unpackAssets(loader(INDEX), DATA);
    expect([...files].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
      ['a.tflite', 'aaa'],
      ['b.binarypb', 'bbbbb'],
    ]);
  });

  it.each([
    ['no index', 'nothing here', /no loadPackage/],
    ['broken JSON', 'loadPackage({"files": [}]});', /not JSON/],
    [
      'another shape',
      loader({ files: [{ filename: 1 }], remote_package_size: 8 }),
      /no files with start and end/,
    ],
    ['another size', loader({ ...INDEX, remote_package_size: 9 }), /describes 9 bytes, the data has 8/],
    [
      'a file outside',
      loader({ files: [{ filename: '/a', start: 5, end: 12 }], remote_package_size: 8 }),
      /\/a lies outside/,
    ],
  ])('refuses %s', (_case, script, message) => {
    expect(() => unpackAssets(script, DATA)).toThrow(message);
  });
});
