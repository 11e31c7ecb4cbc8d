/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From a point of the frame to the canvas over it: `x * scaleX + left`, `y * scaleY + top`. */
export interface Mapping {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly left: number;
  readonly top: number;
}

/**
 * How a frame lies on a canvas whose picture is shown with `object-fit: cover`: as large as it must be to leave nothing
 * bare, its middle in the middle, and as in a mirror if asked.
 */
export function coverMapping(frame: Size, canvas: Size, mirrored: boolean): Mapping {
  const scale = Math.max(canvas.width / frame.width, canvas.height / frame.height);
  const left = (canvas.width - frame.width * scale) / 2;
  const top = (canvas.height - frame.height * scale) / 2;
  return mirrored
    ? { scaleX: -scale, scaleY: scale, left: canvas.width - left, top }
    : { scaleX: scale, scaleY: scale, left, top };
}
