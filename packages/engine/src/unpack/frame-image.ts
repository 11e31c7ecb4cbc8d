import { EngineError } from '../model/engine-error.ts';
import type { FrameImage } from '../model/frame-source.ts';
import { readImageHeader } from './image-header.ts';
import { UNPACK_LIMITS } from './unpack-limits.data.ts';

/**
 * A frame's bytes with what its header says, checked before anything decodes them.
 *
 * @param where names media and frame in messages.
 * @throws EngineError `invalid_structure` when it is no JPEG or PNG or of a size that cannot be judged.
 */
export function frameImage(bytes: Uint8Array, where: string): FrameImage {
  const header = readImageHeader(bytes);
  if (header === undefined) {
    throw new EngineError(
      'invalid_structure',
      `${where} is not a JPEG or PNG picture; send frames as .jpg or .png.`,
    );
  }
  const { minSidePx, maxSidePx } = UNPACK_LIMITS;
  const { width, height } = header;
  if (Math.min(width, height) < minSidePx || Math.max(width, height) > maxSidePx) {
    throw new EngineError(
      'invalid_structure',
      `${where} is ${width} x ${height} pixels; send frames with sides of ${minSidePx} to ${maxSidePx} pixels.`,
    );
  }
  return { bytes, ...header };
}
