/**
 * Spreads each pixel of a square picture of 3 channels over its neighbours: `share` of its value to each side, first along
 * rows, then along columns. Edges are repeated.
 */
export function smoothCrop(crop: Float32Array, size: number, share: number): Float32Array {
  return alongAxis(alongAxis(crop, size, share, 3), size, share, 3 * size);
}

function alongAxis(crop: Float32Array, size: number, share: number, stride: number): Float32Array {
  const out = new Float32Array(crop.length);
  const own = 1 - 2 * share;
  const last = size - 1;
  for (let at = 0; at < crop.length; )
    for (let place = 0; place < size; place += 1) {
      const back = place === 0 ? 0 : stride;
      const on = place === last ? 0 : stride;
      for (let k = 0; k < stride; k += 1, at += 1)
        out[at] = own * (crop[at] ?? 0) + share * ((crop[at - back] ?? 0) + (crop[at + on] ?? 0));
    }
  return out;
}
