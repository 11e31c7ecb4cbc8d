import { FaceGeometryError } from '../model/face-geometry-error.ts';
import type { FrameSize } from '../model/point.ts';
import { BLAZE_FACE } from './blaze-face.data.ts';
import type { Detection } from './detection.ts';

/** A detection in shares of the square input: left, top, right, bottom, then x and y of the keypoints. */
interface Candidate {
  readonly score: number;
  readonly values: Float64Array;
}

/**
 * Faces in the raw output of BlazeFace short range, whose input was the frame centred in a square of its longer side.
 * Overlapping candidates become one by weighted averaging. Best first.
 *
 * @param regressors 896 x 16 numbers, pixels of the 128 x 128 input relative to the anchors.
 * @param scores 896 logits.
 * @param threshold least score, 0..1.
 * @throws FaceGeometryError `model_output_malformed` when a tensor has another length.
 */
export function decodeDetections(
  regressors: Float32Array,
  scores: Float32Array,
  frame: FrameSize,
  threshold: number,
): Detection[] {
  const { anchors, valuesPerAnchor } = BLAZE_FACE;
  if (scores.length !== anchors || regressors.length !== anchors * valuesPerAnchor) {
    throw new FaceGeometryError(
      'model_output_malformed',
      `The detector gave ${scores.length} scores and ${regressors.length} box numbers instead of ${anchors} and ` +
        `${anchors * valuesPerAnchor}; use the BlazeFace short range model.`,
    );
  }
  return merge(candidatesOf(regressors, scores, threshold)).map((candidate) => inFrame(candidate, frame));
}

function candidatesOf(regressors: Float32Array, scores: Float32Array, threshold: number): Candidate[] {
  const found: Candidate[] = [];
  let index = 0;
  for (const { cells, anchorsPerCell } of BLAZE_FACE.layers) {
    for (let cell = 0; cell < cells * cells; cell += 1) {
      const anchorX = ((cell % cells) + 0.5) / cells;
      const anchorY = (Math.floor(cell / cells) + 0.5) / cells;
      for (let k = 0; k < anchorsPerCell; k += 1, index += 1) {
        const score = sigmoid(scores[index] ?? 0);
        if (score >= threshold) found.push({ score, values: decodeBox(regressors, index, anchorX, anchorY) });
      }
    }
  }
  return found.sort((a, b) => b.score - a.score);
}

function decodeBox(regressors: Float32Array, index: number, anchorX: number, anchorY: number): Float64Array {
  const { inputSize, keypoints, valuesPerAnchor } = BLAZE_FACE;
  const raw = (k: number) => (regressors[index * valuesPerAnchor + k] ?? 0) / inputSize;
  const values = new Float64Array(4 + 2 * keypoints);
  const halfWidth = raw(2) / 2;
  const halfHeight = raw(3) / 2;
  values.set([
    raw(0) + anchorX - halfWidth,
    raw(1) + anchorY - halfHeight,
    raw(0) + anchorX + halfWidth,
    raw(1) + anchorY + halfHeight,
  ]);
  for (let k = 4; k < values.length; k += 1) values[k] = raw(k) + (k % 2 === 0 ? anchorX : anchorY);
  return values;
}

/** Weighted non-maximum suppression: each group of overlapping candidates becomes its score-weighted mean. */
function merge(candidates: readonly Candidate[]): Candidate[] {
  const faces: Candidate[] = [];
  let rest = candidates;
  for (let top = rest[0]; top !== undefined; top = rest[0]) {
    const best = top;
    const group = rest.filter(
      (other) => other === best || overlap(best.values, other.values) > BLAZE_FACE.overlap,
    );
    rest = rest.filter((other) => !group.includes(other));
    const total = group.reduce((sum, member) => sum + member.score, 0);
    const values = best.values.map((_, k) =>
      group.reduce((sum, member) => sum + (member.score * (member.values[k] ?? 0)) / total, 0),
    );
    faces.push({ score: best.score, values });
  }
  return faces;
}

function overlap(a: Float64Array, b: Float64Array): number {
  const [aLeft = 0, aTop = 0, aRight = 0, aBottom = 0] = a;
  const [bLeft = 0, bTop = 0, bRight = 0, bBottom = 0] = b;
  const width = Math.min(aRight, bRight) - Math.max(aLeft, bLeft);
  const height = Math.min(aBottom, bBottom) - Math.max(aTop, bTop);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / ((aRight - aLeft) * (aBottom - aTop) + (bRight - bLeft) * (bBottom - bTop) - shared);
}

function inFrame({ score, values }: Candidate, frame: FrameSize): Detection {
  const side = Math.max(frame.width, frame.height);
  const x = (k: number) => (values[k] ?? 0) * side - (side - frame.width) / 2;
  const y = (k: number) => (values[k] ?? 0) * side - (side - frame.height) / 2;
  return {
    score,
    box: { left: x(0), top: y(1), right: x(2), bottom: y(3) },
    keypoints: Array.from({ length: BLAZE_FACE.keypoints }, (_, k) => ({ x: x(4 + 2 * k), y: y(5 + 2 * k) })),
  };
}

export function sigmoid(logit: number): number {
  const { scoreLimit } = BLAZE_FACE;
  return 1 / (1 + Math.exp(-Math.min(Math.max(logit, -scoreLimit), scoreLimit)));
}
