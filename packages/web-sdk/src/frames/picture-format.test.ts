import { describe, expect, it } from 'vitest';
import { pictureFormat } from './picture-format.ts';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('pictureFormat', () => {
  it.each([
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'jpeg'],
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'png'],
    ['RIFF\x24\0\0\0WEBPVP8 ', 'webp'],
    ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'heic'],
    ['\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'heic'],
    ['\0\0\0\x18ftypmif1\0\0\0\0avifmif1', 'other'],
    ['\0\0\0\x18ftypavif\0\0\0\0avifmif1', 'other'],
    ['GIF89a', 'other'],
    ['%PDF-1.7', 'other'],
    ['', 'other'],
  ])('%j is %s', (head, format) => {
    expect(pictureFormat(bytes(head))).toBe(format);
  });
});
