/**
 * Spreads each pixel of a square picture of 3 channels over its neighbours: `share` of its value to each side, first along
 * rows, then along columns. Edges are repeated.
 */
export function smoothCrop(crop: Float32Array, size: number, share: number): Float32Array {
  return alongAxis(alongAxis(crop, size, share, 3), size, share, 3 * size);
}

function alongAxis(crop: Float32Array, size: number, share: number, stride: number): Float32Array {
  const out = new Float32Array(crop.length);
  for (let at = 0; at < crop.length; at += 1) {
    const place = Math.floor(at / stride) % size;
    const before = crop[place === 0 ? at : at - stride] ?? 0;
    const after = crop[place === size - 1 ? at : at + stride] ?? 0;
    out[at] = (1 - 2 * share) * (crop[at] ?? 0) + share * (before + after);
  }
  return out;
}
