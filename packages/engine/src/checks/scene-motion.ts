import type { FaceFrame } from '../model/clip-evidence.ts';
import { spread } from '../model/spread.ts';
import { SCENE_CHECK } from './check-limits.data.ts';
import {
  alignSheets,
  eachMeeting,
  mapped,
  type Overlay,
  type Relief,
  reliefOf,
  type SheetMap,
  sampleRelief,
} from './sketch-alignment.ts';

/** How far the motion of one sheet explains what changed between the frames of a clip that are farthest apart. */
export interface SceneMotion {
  /** How far what is around the face moved with the sheet: root mean square, over the frame's width. */
  readonly moved: number;
  /** Share of the difference between the frames that the sheet's motion takes away, 1 for all: in the face, around it. */
  readonly face: number;
  readonly around: number;
  /**
   * How far the face went from where its surroundings would have taken it, over how far it moved; the largest of all pairs,
   * 0 where the sheet explains too little to ask.
   */
  readonly parallax: number;
}

/**
 * Of the pairs of frames whose faces are farthest apart the one that a sheet explains least, or the first that it clearly
 * does not: most live people cost one look. `undefined` where the face hardly moves.
 */
export function sceneMotion(all: readonly FaceFrame[]): SceneMotion | undefined {
  let least: SceneMotion | undefined;
  let parallax = 0;
  for (const [a, b] of farthestPairs(all)) {
    const [from, to] = [reliefOf(a.sight.sketch), reliefOf(b.sight.sketch)];
    const map = alignSheets(from, to, similarityOf(a, b));
    if (map === undefined) continue;
    const motion = explained(a, { from, to, map });
    if (least === undefined || explainedBy(motion) < explainedBy(least)) least = motion;
    if (explainedBy(least) < SCENE_CHECK.explained.best) break;
    parallax = Math.max(parallax, parallaxOf(a, { from, to, map }));
  }
  return least && { ...least, parallax };
}

/** What the sheet explains both of the face and of what is around it. */
export function explainedBy({ face, around }: Pick<SceneMotion, 'face' | 'around'>): number {
  return Math.min(face, around);
}

function farthestPairs(all: readonly FaceFrame[]): (readonly [FaceFrame, FaceFrame])[] {
  const shown = spread(all, SCENE_CHECK.mostFrames);
  return shown
    .flatMap((a, index) => shown.slice(index + 1).map((b) => ({ a, b, apart: apartOf(a, b) })))
    .filter(({ a, b, apart }) => apart >= SCENE_CHECK.moved && sameSize(a, b))
    .sort((p, q) => q.apart - p.apart)
    .slice(0, SCENE_CHECK.pairs)
    .map(({ a, b }) => [a, b]);
}

function sameSize(a: FaceFrame, b: FaceFrame): boolean {
  return a.sight.width === b.sight.width && a.sight.height === b.sight.height;
}

/** Eye corners, nose, chin, forehead, cheeks and corners of the mouth. */
const MARKS = [33, 263, 1, 152, 10, 234, 454, 61, 291];

/** Root mean square way of the marks between two frames, over the frame's width. */
function apartOf(a: FaceFrame, b: FaceFrame): number {
  const squares = MARKS.map((mark) => {
    const [x, y] = placeOf(a, mark);
    const [u, v] = placeOf(b, mark);
    return (u - x) ** 2 + (v - y) ** 2;
  });
  return Math.sqrt(mean(squares)) / 2;
}

/** In halves of the frame's width about its middle, as the maps count. */
function placeOf({ face, sight }: FaceFrame, mark: number): readonly [number, number] {
  const half = sight.width / 2;
  const [x, y] = [face.points[3 * mark] ?? 0, face.points[3 * mark + 1] ?? 0];
  return [(x - half) / half, (y - sight.height / 2) / half];
}

/** The similarity that takes the marks of one frame nearest to those of the other: where the search for the sheet begins. */
function similarityOf(a: FaceFrame, b: FaceFrame): SheetMap {
  const from = MARKS.map((mark) => placeOf(a, mark));
  const to = MARKS.map((mark) => placeOf(b, mark));
  const [fx, fy] = [mean(from.map(([x]) => x)), mean(from.map(([, y]) => y))];
  const [tx, ty] = [mean(to.map(([x]) => x)), mean(to.map(([, y]) => y))];
  let [dot, cross, norm] = [0, 0, 1e-9];
  for (const [index, [px, py]] of from.entries()) {
    const [qx, qy] = to[index] ?? [0, 0];
    const [x, y, u, v] = [px - fx, py - fy, qx - tx, qy - ty];
    dot += x * u + y * v;
    cross += x * v - y * u;
    norm += x * x + y * y;
  }
  const [c, s] = [dot / norm, cross / norm];
  return [c - 1, -s, tx - c * fx + s * fy, s, c - 1, ty - s * fx - c * fy, 0, 0];
}

function explained(shown: FaceFrame, { from, to, map }: Overlay): SceneMotion {
  const isFace = faceIn(shown, from);
  const [cx, cy, half] = [(from.width - 1) / 2, (from.height - 1) / 2, from.width / 2];
  const inFace = { before: 0, after: 0 };
  const aroundIt = { before: 0, after: 0 };
  let [way, count] = [0, 0];
  eachMeeting({ from, to, map }, ({ at, x, y, u, v }) => {
    const inside = isFace(at);
    const sums = inside ? inFace : aroundIt;
    const here = from.value[at] ?? 0;
    sums.before += (here - (to.value[at] ?? 0)) ** 2;
    sums.after += (here - sampleRelief(to, u, v)) ** 2;
    if (inside) return;
    way += ((u - cx) / half - x) ** 2 + ((v - cy) / half - y) ** 2;
    count += 1;
  });
  const share = ({ before, after }: typeof inFace) => 1 - after / Math.max(1e-9, before);
  return {
    moved: Math.sqrt(way / Math.max(1, count)) / 2,
    face: share(inFace),
    around: share(aroundIt),
    parallax: 0,
  };
}

/** Which pixels of a relief show the face. */
function faceIn({ face, sight }: FaceFrame, { width }: Relief): (at: number) => boolean {
  const { left, right, top, bottom } = face.measures.box;
  const scale = sight.width / width;
  return (at) => {
    const [x, y] = [(at % width) * scale, Math.floor(at / width) * scale];
    return x >= left && x < right && y >= top && y < bottom;
  };
}

function parallaxOf(shown: FaceFrame, { from, to, map }: Overlay): number {
  const isFace = faceIn(shown, from);
  const own = alignSheets(from, to, map, isFace);
  const others = alignSheets(from, to, map, (at) => !isFace(at));
  // Without detail in one of them nothing says that they moved alike.
  if (own === undefined || others === undefined) return 1;
  const ways = MARKS.map((mark) => {
    const [x, y] = placeOf(shown, mark);
    const [[u, v], [s, t]] = [mapped(own, x, y), mapped(others, x, y)];
    return { x: u - s, y: v - t, way: (u - x) ** 2 + (v - y) ** 2 };
  });
  // The middle of the face only: what a map does at its edges is less sure.
  const apart = Math.hypot(mean(ways.map(({ x }) => x)), mean(ways.map(({ y }) => y)));
  return apart / Math.max(1e-9, Math.sqrt(mean(ways.map(({ way }) => way))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
