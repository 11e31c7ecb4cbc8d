/** A part of a body: bytes at hand, or a file that is opened when its turn comes and whose pieces are good for one look. */
export type BodyPart = Buffer | (() => AsyncIterable<Buffer>);

/** Bytes handed to the connection at a time: a call for each header of a few bytes would cost more than copying. Ours, 2026-11-22. */
const PIECE_BYTES = 256 * 1024;

/** The parts one after the other, in pieces of `PIECE_BYTES`, the last one aside; each is good until the next one is asked for. */
export async function* bodyPieces(parts: readonly BodyPart[]): AsyncGenerator<Buffer> {
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let filled = 0;
  for (const part of parts) {
    for await (const bytes of typeof part === 'function' ? part() : [part]) {
      for (let at = 0; at < bytes.length; ) {
        const copied = bytes.copy(piece, filled, at);
        at += copied;
        filled += copied;
        if (filled < PIECE_BYTES) continue;
        yield piece;
        filled = 0;
      }
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
