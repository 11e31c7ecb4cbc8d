import { describe, expect, it } from 'vitest';
import { formatOf } from './media-format.ts';

describe('formatOf', () => {
  it.each([
    ['JPEG', [0xff, 0xd8, 0xff, 0xe1, 0], 'image', 'jpg'],
    ['PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0], 'image', 'png'],
    ['zip', [0x50, 0x4b, 3, 4], 'shots_set', 'zip'],
    ['empty zip', [0x50, 0x4b, 5, 6], 'shots_set', 'zip'],
    ['MP4', [0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70, 0x69], 'video', 'mp4'],
    ['QuickTime', [0, 0, 0, 0x14, 0x66, 0x74, 0x79, 0x70, 0x71, 0x74, 0x20, 0x20], 'video', 'mov'],
    ['WebM', [0x1a, 0x45, 0xdf, 0xa3], 'video', 'webm'],
    ['MPEG', [0, 0, 1, 0xba, 0x21], 'video', 'mpg'],
    ['Ogg', [...Buffer.from('OggS')], 'video', 'ogv'],
    ['Windows Media', [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], 'video', 'wmv'],
    ['AVI', [...Buffer.from('RIFF\x18\x1b\0\0AVI LIST')], 'video', 'avi'],
  ])('%s', (_name, bytes, kind, extension) => {
    expect(formatOf(Uint8Array.from(bytes))).toMatchObject({ kind, extension });
  });

  it.each([
    [[]],
    [[...Buffer.from('RIFF\x18\x1b\0\0WAVEfmt ')]],
    [[0xff, 0xd8]],
    [[0x47, 0x49, 0x46, 0x38]],
    [[0x50, 0x4b, 3, 5]],
  ])('nothing in %j', (bytes) => {
    expect(formatOf(Uint8Array.from(bytes))).toBeUndefined();
  });
});
