import type { ClipFrame } from '../model/frame-source.ts';
import { mapBounded } from '../model/map-bounded.ts';
import { PictureError } from './decode-picture.ts';
import { frameHash } from './frame-hash.ts';
import type { WatchTools } from './watch-clip.ts';

/** Frames under way at once: libvips has threads of its own. */
const AT_ONCE = 2;

/**
 * The perceptual hashes of these frames, in their order; a damaged frame has none. Throws what the source throws.
 */
export async function hashFrames(
  frames: readonly ClipFrame[],
  { source, signal }: Pick<WatchTools, 'source' | 'signal'>,
): Promise<string[]> {
  const hashes = await mapBounded(frames, AT_ONCE, async (frame) => {
    const { bytes } = await source.read(frame, signal);
    return frameHash(bytes).catch((error: unknown) => {
      if (error instanceof PictureError) return undefined;
      throw error;
    });
  });
  return hashes.filter((hash) => hash !== undefined);
}
