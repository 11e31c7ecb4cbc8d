/** A constant tensor of a TFLite graph, widened to numbers JavaScript has. */
export interface Constant {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** IEEE 754 binary16 to binary32; exact, because every half is a float. */
export function widenHalves(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) {
      return sign * fraction * 2 ** -24;
    }
    if (exponent === 0x1f) {
      return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    }
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/**
 * Convolution weights from TFLite's order to ONNX's.
 *
 * @param shape - output channels, height, width, input channels (`OHWI`); for depthwise 1, height, width, channels
 * @returns values in the order output, input, height, width (`OIHW`)
 */
export function toOutputInputHeightWidth(
  values: ArrayLike<number>,
  shape: {
    readonly outputs: number;
    readonly height: number;
    readonly width: number;
    readonly inputs: number;
  },
): Float32Array {
  const { outputs, height, width, inputs } = shape;
  const area = height * width;
  const result = new Float32Array(values.length);
  for (let output = 0; output < outputs; output++) {
    for (let place = 0; place < area; place++) {
      for (let input = 0; input < inputs; input++) {
        result[(output * inputs + input) * area + place] =
          values[(output * area + place) * inputs + input] ?? 0;
      }
    }
  }
  return result;
}
