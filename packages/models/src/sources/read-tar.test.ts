import { describe, expect, it } from 'vitest';
import { readTar } from './read-tar.ts';

/** One ustar entry, padded to whole blocks. */
function tarEntry(name: string, content: Buffer, options: { prefix?: string; type?: string } = {}): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(' '.repeat(8), 148);
  header.write(options.type ?? '0', 156);
  header.write('ustar\x0000', 257);
  header.write(options.prefix ?? '', 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const END = Buffer.alloc(1024);

describe('readTar', () => {
  it('gives the files with their content', () => {
    const long = Buffer.alloc(700, 7);
    const archive = Buffer.concat([
      tarEntry('package/a.txt', Buffer.from('hello')),
      tarEntry('package/b.bin', long),
      tarEntry('package/empty', Buffer.alloc(0)),
      END,
    ]);
    const files = readTar(archive);
    expect([...files.keys()]).toEqual(['package/a.txt', 'package/b.bin', 'package/empty']);
    expect(files.get('package/a.txt')?.toString()).toBe('hello');
    expect(files.get('package/b.bin')).toEqual(long);
  });

  it('joins the prefix of long names', () => {
    const archive = Buffer.concat([
      tarEntry('deep.txt', Buffer.from('x'), { prefix: 'package/very/long' }),
      END,
    ]);
    expect([...readTar(archive).keys()]).toEqual(['package/very/long/deep.txt']);
  });

  it('passes over folders and links', () => {
    const archive = Buffer.concat([
      tarEntry('package/', Buffer.alloc(0), { type: '5' }),
      tarEntry('package/link', Buffer.alloc(0), { type: '2' }),
      tarEntry('package/file', Buffer.from('1')),
      END,
    ]);
    expect([...readTar(archive).keys()]).toEqual(['package/file']);
  });

  it('refuses a header whose checksum is wrong', () => {
    const archive = Buffer.concat([tarEntry('package/a', Buffer.from('1')), END]);
    archive[3] = 0x7a;
    expect(() => readTar(archive)).toThrow(/header at byte 0 has a wrong checksum/);
  });

  it('refuses an archive that ends inside a file', () => {
    const archive = tarEntry('package/a', Buffer.alloc(600, 1)).subarray(0, 900);
    expect(() => readTar(archive)).toThrow(/cut off/);
  });
});
