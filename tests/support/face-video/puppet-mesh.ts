import Delaunator from 'delaunator';
import {
  CHIN,
  FOREHEAD,
  LEFT_CHEEK,
  LEFT_EYE_OUTER,
  OVAL,
  RIGHT_CHEEK,
  RIGHT_EYE_OUTER,
} from './mesh-topology.data.ts';
import { blankRaster, type Raster, sampleAt } from './raster.ts';

export type Point = readonly [x: number, y: number, z: number];

/** A still cropped to the video's size, its face points in that frame, and the triangles that carry the picture. */
export interface PuppetMesh {
  readonly still: Raster;
  /** 468 face points, then rings around the head, then a border that never moves. Pixels; z on the same scale. */
  readonly points: readonly Point[];
  /** How far each point follows the head, 0..1. */
  readonly follow: readonly number[];
  readonly triangles: Uint32Array;
  readonly faceWidth: number;
  readonly pivot: Point;
}

const FACE_POINTS = 468;
/** Rings around the face outline: distance from the face's centre, depth behind it in face widths, share of the motion. */
const RINGS = [
  [1.14, 0.12, 1],
  [1.34, 0.34, 0.96],
  [1.62, 0.6, 0.7],
  [2.05, 0.75, 0.25],
] as const;

export interface PuppetOptions {
  readonly width: number;
  readonly height: number;
  /** Distance of the outer eye corners in pixels of the video. */
  readonly eyeDistancePx: number;
  /** Where the face's centre goes, in pixels. */
  readonly centre: readonly [x: number, y: number];
}

export const DEFAULT_PUPPET: PuppetOptions = {
  width: 640,
  height: 480,
  eyeDistancePx: 110,
  centre: [320, 240],
};

function pointAt(points: readonly Point[], index: number): Point {
  const point = points[index];
  if (!point)
    throw new Error(`landmark ${index} is missing: the fixture must hold at least ${FACE_POINTS} points`);
  return point;
}

/** Scales and moves the still so that the face sits where the options say, averaging when it shrinks. */
function cropStill(
  image: Raster,
  scale: number,
  from: readonly [number, number],
  options: PuppetOptions,
): Raster {
  const out = blankRaster(options.width, options.height);
  const steps = Math.max(1, Math.round(1 / scale));
  for (let y = 0; y < out.height; y++)
    for (let x = 0; x < out.width; x++)
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let j = 0; j < steps; j++)
          for (let i = 0; i < steps; i++)
            sum += sampleAt(
              image,
              (x + (i + 0.5) / steps - options.centre[0]) / scale + from[0] - 0.5,
              (y + (j + 0.5) / steps - options.centre[1]) / scale + from[1] - 0.5,
              channel,
            );
        out.data[(y * out.width + x) * 3 + channel] = sum / (steps * steps);
      }
  return out;
}

/** Head and shoulders: rings that move less the further out they are, and less below the chin. */
function ringPoints(face: readonly Point[], faceWidth: number, options: PuppetOptions): [Point, number][] {
  const [cx, cy] = options.centre;
  const edgeZ = (pointAt(face, LEFT_CHEEK)[2] + pointAt(face, RIGHT_CHEEK)[2]) / 2;
  return RINGS.flatMap(([size, depth, share]) =>
    OVAL.map((index): [Point, number] => {
      const [px, py] = pointAt(face, index);
      const dx = px - cx;
      const dy = py - cy;
      const neck = dy > 0 ? 1 - 0.65 * (dy / (faceWidth * 0.75)) ** 2 : 1;
      const moving = dy <= 0 ? 1 : size > 1.3 ? neck * 0.6 : Math.max(neck, 0.55);
      const y = cy + dy * (dy < 0 ? size * 1.04 : size);
      return [[cx + dx * size, y, edgeZ + depth * faceWidth], share * Math.max(moving, 0.05)];
    }),
  );
}

function borderPoints(z: number, { width, height }: PuppetOptions): [Point, number][] {
  const out: [Point, number][] = [];
  for (let i = 0; i <= 8; i++)
    for (const [x, y] of [
      [(width * i) / 8, 0],
      [(width * i) / 8, height],
      [0, (height * i) / 8],
      [width, (height * i) / 8],
    ] as const)
      out.push([[x * 1.2 - width * 0.1, y * 1.2 - height * 0.1, z], 0]);
  return out;
}

/** Builds the warpable mesh of one still from its landmarks (pixels of the still). */
export function puppetMesh(image: Raster, landmarks: readonly Point[], options = DEFAULT_PUPPET): PuppetMesh {
  const [rx, ry] = pointAt(landmarks, RIGHT_EYE_OUTER);
  const [lx, ly] = pointAt(landmarks, LEFT_EYE_OUTER);
  const scale = options.eyeDistancePx / Math.hypot(lx - rx, ly - ry);
  const forehead = pointAt(landmarks, FOREHEAD);
  const chin = pointAt(landmarks, CHIN);
  const from = [(forehead[0] + chin[0]) / 2, (forehead[1] + chin[1]) / 2] as const;
  const face = landmarks
    .slice(0, FACE_POINTS)
    .map(
      ([x, y, z]): Point => [
        (x - from[0]) * scale + options.centre[0],
        (y - from[1]) * scale + options.centre[1],
        z * scale,
      ],
    );
  const left = pointAt(face, LEFT_CHEEK);
  const right = pointAt(face, RIGHT_CHEEK);
  const faceWidth = Math.hypot(left[0] - right[0], left[1] - right[1]);
  const edgeZ = (left[2] + right[2]) / 2;
  const around = [...ringPoints(face, faceWidth, options), ...borderPoints(edgeZ + faceWidth, options)];
  const points = [...face, ...around.map(([point]) => point)];
  return {
    still: cropStill(image, scale, from, options),
    points,
    follow: [...face.map(() => 1), ...around.map(([, share]) => share)],
    triangles: Delaunator.from(
      points,
      (point) => point[0],
      (point) => point[1],
    ).triangles,
    faceWidth,
    pivot: [options.centre[0], options.centre[1] + 0.12 * faceWidth, edgeZ + 0.3 * faceWidth],
  };
}
