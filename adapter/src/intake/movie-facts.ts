import type { MovieCodec } from '@presence/protocol';

/** What the index of a QuickTime file says of its only track. */
export interface MovieFacts {
  readonly codec: MovieCodec;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

interface Box {
  readonly type: string;
  /** What follows size and type. */
  readonly body: Buffer;
}

/** Sample descriptions by what they describe (the registry at mp4ra.org). */
const CODECS: ReadonlyMap<string, MovieCodec> = new Map([
  ['avc1', 'avc'],
  ['avc3', 'avc'],
  ['hvc1', 'hevc'],
  ['hev1', 'hevc'],
  ['vp09', 'vp9'],
  ['av01', 'av1'],
  ['vp08', 'vp8'],
]);
const TO_SAMPLE_TABLE = ['mdia', 'minf', 'stbl'] as const;
/** Bytes of the parts of `stsd` and `stsz` that are read. */
const DESCRIPTION_BYTES = 44;
const SIZES_BYTES = 12;

/**
 * Reads the front of a QuickTime file; `undefined` if it is none, its index does not come first and whole, it has another
 * number of tracks than one, or that is no video in one of the codecs of MOVIE_CODECS.
 * Format: Apple, QuickTime File Format, "Movie atoms" and "Video sample description"; every box read lies within `head`.
 */
export function movieFacts(head: Buffer): MovieFacts | undefined {
  const [first, second] = boxesOf(head);
  if (first?.type !== 'ftyp' || first.body.toString('latin1', 0, 4) !== 'qt  ') return undefined;
  if (second?.type !== 'moov') return undefined;
  const tracks = [...boxesOf(second.body)].filter(({ type }) => type === 'trak');
  const [track] = tracks;
  return track === undefined || tracks.length > 1 ? undefined : trackFacts(track);
}

function trackFacts(track: Box): MovieFacts | undefined {
  let table: Box | undefined = track;
  for (const type of TO_SAMPLE_TABLE) table = table && childOf(table, type);
  const described = table && childOf(table, 'stsd')?.body;
  const sizes = table && childOf(table, 'stsz')?.body;
  if (described === undefined || described.length < DESCRIPTION_BYTES) return undefined;
  if (sizes === undefined || sizes.length < SIZES_BYTES) return undefined;
  // One description for all: a later one could be of another size.
  const codec =
    described.readUInt32BE(4) === 1 ? CODECS.get(described.toString('latin1', 12, 16)) : undefined;
  if (codec === undefined) return undefined;
  return {
    codec,
    width: described.readUInt16BE(40),
    height: described.readUInt16BE(42),
    frames: sizes.readUInt32BE(8),
  };
}

function childOf(box: Box, type: string): Box | undefined {
  for (const child of boxesOf(box.body)) if (child.type === type) return child;
  return undefined;
}

/** The boxes side by side in these bytes, up to the first that is not wholly among them. */
function* boxesOf(bytes: Buffer): Generator<Box, undefined> {
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = bytes.readUInt32BE(at);
    const end = at + size;
    // 0 (to the end of the file) and 1 (64 bits) are for boxes of pictures, not for those of an index.
    if (size < 8 || end > bytes.length) return undefined;
    yield { type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + 8, end) };
    at = end;
  }
  return undefined;
}
