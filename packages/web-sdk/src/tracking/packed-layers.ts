import { CaptureError } from '../model/capture-error.ts';

const MAGIC = 'PCV1';
const MAGIC_BYTES = 4;
const COUNT_BYTES = 4;
const NUMBERS_PER_LAYER = 5;

/** One convolution as packages/models packs it (docs/models.md). */
export interface PackedLayer {
  readonly kind: 'full' | 'depthwise';
  /** Of the window, pixels. */
  readonly side: number;
  readonly stride: number;
  readonly inputs: number;
  readonly outputs: number;
  /** A weight is the scale of its output × the int8. One for each output, as the biases. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  /** In the order output, row, column, input; depthwise: row, column, channel. */
  readonly weights: Int8Array;
}

/** @throws CaptureError `internal_error` when the file is damaged or of another format. */
export function readPackedLayers(file: ArrayBuffer): readonly PackedLayer[] {
  const view = new DataView(file);
  const magic = new TextDecoder('latin1').decode(file.slice(0, MAGIC_BYTES));
  if (magic !== MAGIC) throw damaged(`it begins with "${magic}" instead of "${MAGIC}"`);
  const count = view.getUint32(MAGIC_BYTES, true);
  const headBytes = MAGIC_BYTES + COUNT_BYTES + count * NUMBERS_PER_LAYER * 2;
  if (headBytes > file.byteLength) throw damaged(`it ends within its list of ${count} layers`);
  const shapes = Array.from({ length: count }, (_, layer) => {
    const number = (place: number) =>
      view.getUint16(MAGIC_BYTES + COUNT_BYTES + (layer * NUMBERS_PER_LAYER + place) * 2, true);
    const kind = number(0) === 1 ? ('depthwise' as const) : ('full' as const);
    return { kind, side: number(1), stride: number(2), inputs: number(3), outputs: number(4) };
  });
  let floatAt = Math.ceil(headBytes / 4) * 4;
  let weightAt = floatAt + shapes.reduce((sum, { outputs }) => sum + 8 * outputs, 0);
  const sizes = shapes.map(
    ({ kind, side, inputs, outputs }) => side * side * inputs * (kind === 'depthwise' ? 1 : outputs),
  );
  const expected = weightAt + sizes.reduce((sum, size) => sum + size, 0);
  if (file.byteLength !== expected)
    throw damaged(`it has ${file.byteLength} bytes where its layers take ${expected}`);
  return shapes.map((shape, layer) => {
    const { outputs } = shape;
    const size = sizes[layer] ?? 0;
    const scales = new Float32Array(file, floatAt, outputs);
    const biases = new Float32Array(file, floatAt + 4 * outputs, outputs);
    const weights = new Int8Array(file, weightAt, size);
    floatAt += 8 * outputs;
    weightAt += size;
    return { ...shape, scales, biases, weights };
  });
}

function damaged(why: string): CaptureError {
  return new CaptureError('internal_error', `The face finder's weights cannot be read: ${why}.`);
}
