import type { FaceMask, MaskOptions } from '../../model/face-mask.ts';
import type { FrameSize } from '../../model/face-observation.ts';
import { coverMapping, type Mapping } from './cover-mapping.ts';
import { maskStyle } from './mask-style.ts';
import { meshLevels, POINT_NUMBERS } from './mesh-levels.ts';
import { meshMotion } from './mesh-motion.ts';

/** Pairs of mesh points that a line joins: the detector's own triangles, put in by the build. */
declare const PRESENCE_MESH_EDGES: readonly number[];
/** Named once: the build puts the whole table wherever the name above stands. */
const EDGES = PRESENCE_MESH_EDGES;

/** Strokes the mesh is drawn in, from far to near. */
const LEVELS = 4;
/** More canvas pixels for one CSS pixel than this cost time and show nothing. */
const MAX_PIXEL_RATIO = 1.5;
/** Widths in CSS pixels; the glow lies under the nearest lines. */
const LINE_PX = 0.9;
const GLOW_PX = 3.5;
const GLOW_SHARE = 0.3;

/** Entry of the mask's own bundle: draws the tracked mesh over every picture of the camera, the nearer the clearer. */
export function createFaceMask({ surface, style }: MaskOptions): FaceMask {
  const { canvas } = surface;
  const context = canvas.getContext('2d');
  const { maskColor, glowColor, minAlpha, maxAlpha } = maskStyle(style);
  const motion = meshMotion();
  let frame: FrameSize | undefined;
  let levels: ReturnType<typeof meshLevels> = [];
  let empty = true;
  let open = true;

  const wipe = (): void => {
    if (!empty) context?.clearRect(0, 0, canvas.width, canvas.height);
    empty = true;
  };
  const stroke = (color: string, alpha: number, width: number): void => {
    if (context === null) return;
    context.strokeStyle = color;
    context.globalAlpha = alpha;
    context.lineWidth = width;
    context.stroke();
  };
  return {
    see(points, size, timeMs) {
      motion.see(points, timeMs);
      frame = size;
      // Depth is not moved on, so the levels are those of the mesh as it was seen.
      levels = points === null ? [] : meshLevels(points, EDGES, LEVELS);
    },
    paint(timeMs) {
      if (!open || context === null || frame === undefined) return;
      wipe();
      const points = motion.at(timeMs);
      const ratio = fit(canvas);
      if (points === null || canvas.width === 0) return;
      empty = false;
      const mapping = coverMapping(frame, canvas, surface.mirrored());
      levels.forEach((edges, level) => {
        context.beginPath();
        for (const edge of edges) line(context, points, edge, mapping);
        const share = level / (LEVELS - 1);
        if (level === LEVELS - 1) stroke(glowColor, maxAlpha * GLOW_SHARE, GLOW_PX * ratio);
        stroke(maskColor, minAlpha + (maxAlpha - minAlpha) * share, LINE_PX * ratio);
      });
    },
    close() {
      wipe();
      open = false;
    },
  };
}

/** Gives the canvas as many pixels as it shows. @returns canvas pixels for one CSS pixel. */
function fit(canvas: HTMLCanvasElement): number {
  const ratio = Math.min(MAX_PIXEL_RATIO, devicePixelRatio || 1);
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  // Setting a size also wipes the canvas, so only a new one is set.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return ratio;
}

function line(context: CanvasRenderingContext2D, points: Float32Array, edge: number, mapping: Mapping): void {
  const { scaleX, scaleY, left, top } = mapping;
  const from = (EDGES[edge] ?? 0) * POINT_NUMBERS;
  const to = (EDGES[edge + 1] ?? 0) * POINT_NUMBERS;
  context.moveTo((points[from] ?? 0) * scaleX + left, (points[from + 1] ?? 0) * scaleY + top);
  context.lineTo((points[to] ?? 0) * scaleX + left, (points[to + 1] ?? 0) * scaleY + top);
}
