import type { BufferPool } from '../model/buffer-pool.ts';

/** A part of a body: bytes at hand, or a file that is opened when its turn comes and is good for one look, whole or in pieces. */
export type BodyPart = Buffer | (() => Buffer | AsyncIterable<Buffer>);

/**
 * The parts one after the other, in pieces of a buffer's size, the last one aside: a call for each header of a few bytes would
 * cost more than copying. Each is good until the next one is asked for.
 */
export async function* bodyPieces(parts: readonly BodyPart[], buffers: BufferPool): AsyncGenerator<Buffer> {
  const piece = buffers.take();
  let filled = 0;
  /** The piece each time it is full. */
  function* fill(bytes: Buffer): Generator<Buffer> {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(piece, filled, at);
      at += copied;
      filled += copied;
      if (filled < piece.length) continue;
      yield piece;
      filled = 0;
    }
  }
  for (const part of parts) {
    const bytes = typeof part === 'function' ? part() : part;
    // Not `for await` over both: it waits a turn for each of many parts that are at hand.
    if (Buffer.isBuffer(bytes)) yield* fill(bytes);
    else for await (const some of bytes) yield* fill(some);
  }
  if (filled > 0) yield piece.subarray(0, filled);
  // Dropped, not given back, when the sending broke off: the connection may still look at it.
  buffers.give(piece);
}
