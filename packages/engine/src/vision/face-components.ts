import type { GreyPatch, PixelImage } from '@presence/face-geometry';
import type { FaceComponents } from '../model/frame-vision.ts';

/** Parts of the picture's quality that the landmarks do not tell. Definitions: docs/analysis.md. */
export function faceComponents(patch: GreyPatch, image: PixelImage): FaceComponents {
  const histogram = histogramOf(patch, 0, patch.width);
  const middle = Math.floor(patch.width / 2);
  return {
    luminanceVariance: varianceOf(histogram),
    dynamicRange: entropyOf(histogram),
    illuminationUniformity: overlapOf(
      histogramOf(patch, 0, middle),
      histogramOf(patch, patch.width - middle, patch.width),
    ),
    blockiness: blockinessOf(image),
  };
}

/** Shares of the 256 grey levels in a range of columns. */
function histogramOf({ data, width, height }: GreyPatch, from: number, to: number): Float64Array {
  const shares = new Float64Array(256);
  const one = 1 / Math.max(1, (to - from) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = from; x < to; x += 1) {
      const level = Math.round(data[y * width + x] ?? 0);
      shares[level] = (shares[level] ?? 0) + one;
    }
  return shares;
}

/** Of grey levels from 0 to 1. */
function varianceOf(histogram: Float64Array): number {
  const mean = histogram.reduce((sum, share, level) => sum + (share * level) / 255, 0);
  return histogram.reduce((sum, share, level) => sum + share * (level / 255 - mean) ** 2, 0);
}

/** Shannon's entropy, 0..8 bits. */
function entropyOf(histogram: Float64Array): number {
  return histogram.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0);
}

/** What two histograms have in common, 0..1, in steps of eight grey levels so that a little noise does not part them. */
function overlapOf(a: Float64Array, b: Float64Array): number {
  const coarse = (histogram: Float64Array) =>
    Float64Array.from({ length: 32 }, (_, bin) =>
      histogram.subarray(8 * bin, 8 * bin + 8).reduce((sum, share) => sum + share, 0),
    );
  const [left, right] = [coarse(a), coarse(b)];
  return left.reduce((sum, share, bin) => sum + Math.min(share, right[bin] ?? 0), 0);
}

/**
 * How much stronger neighbouring columns differ where blocks of eight meet than within blocks, over the latter: 0 without a
 * trace of compression. After Wang, Sheikh and Bovik, No-reference perceptual quality assessment of JPEG, ICIP 2002.
 */
function blockinessOf({ data, width, height, channels }: PixelImage): number {
  let [edge, edges, inner, inners] = [0, 0, 0, 0];
  for (let y = 0; y < height; y += 4)
    for (let x = 1; x < width; x += 1) {
      const at = (y * width + x) * channels + 1;
      const step = Math.abs((data[at] ?? 0) - (data[at - channels] ?? 0));
      if (x % 8 === 0) {
        edge += step;
        edges += 1;
      } else {
        inner += step;
        inners += 1;
      }
    }
  if (edges === 0 || inner === 0) return 0;
  return Math.max(0, edge / edges / (inner / inners) - 1);
}
