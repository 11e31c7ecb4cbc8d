import type { MediaKind } from './analysis.ts';

export interface MediaFormat {
  readonly kind: MediaKind;
  readonly extension: string;
  readonly contentType: string;
}

const JPEG: MediaFormat = { kind: 'image', extension: 'jpg', contentType: 'image/jpeg' };
const PNG: MediaFormat = { kind: 'image', extension: 'png', contentType: 'image/png' };
const ZIP: MediaFormat = { kind: 'shots_set', extension: 'zip', contentType: 'application/zip' };
const MOV: MediaFormat = { kind: 'video', extension: 'mov', contentType: 'video/quicktime' };
const MP4: MediaFormat = { kind: 'video', extension: 'mp4', contentType: 'video/mp4' };
const WEBM: MediaFormat = { kind: 'video', extension: 'webm', contentType: 'video/webm' };

const SIGNATURES: readonly {
  readonly at: number;
  readonly bytes: readonly number[];
  readonly format: MediaFormat;
}[] = [
  { at: 0, bytes: [0xff, 0xd8, 0xff], format: JPEG },
  { at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], format: PNG },
  { at: 0, bytes: [0x50, 0x4b, 0x03, 0x04], format: ZIP },
  { at: 0, bytes: [0x50, 0x4b, 0x05, 0x06], format: ZIP },
  // "ftypqt  ", then every other brand.
  { at: 4, bytes: [0x66, 0x74, 0x79, 0x70, 0x71, 0x74, 0x20, 0x20], format: MOV },
  { at: 4, bytes: [0x66, 0x74, 0x79, 0x70], format: MP4 },
  { at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3], format: WEBM },
];

/** What a file is by its first 16 bytes; the client's word (MIME type, name) counts for nothing. */
export function formatOf(head: Uint8Array): MediaFormat | undefined {
  return SIGNATURES.find(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte))?.format;
}
