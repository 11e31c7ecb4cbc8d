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
const MPEG: MediaFormat = { kind: 'video', extension: 'mpg', contentType: 'video/mpeg' };
const OGG: MediaFormat = { kind: 'video', extension: 'ogv', contentType: 'video/ogg' };
const WMV: MediaFormat = { kind: 'video', extension: 'wmv', contentType: 'video/x-ms-wmv' };
const AVI: MediaFormat = { kind: 'video', extension: 'avi', contentType: 'video/x-msvideo' };

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
  // The start code of a program stream's first pack.
  { at: 0, bytes: [0x00, 0x00, 0x01, 0xba], format: MPEG },
  { at: 0, bytes: [0x4f, 0x67, 0x67, 0x53], format: OGG },
  // The first half of the GUID of an ASF header.
  { at: 0, bytes: [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], format: WMV },
  // "AVI LIST", after "RIFF" and the length.
  { at: 8, bytes: [0x41, 0x56, 0x49, 0x20, 0x4c, 0x49, 0x53, 0x54], format: AVI },
];

/** What a file is by its first 16 bytes; the client's word (MIME type, name) counts for nothing. */
export function formatOf(head: Uint8Array): MediaFormat | undefined {
  return SIGNATURES.find(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte))?.format;
}
