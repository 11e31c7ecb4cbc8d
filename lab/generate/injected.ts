import { GESTURE_SCRIPTS, type GestureName } from '../../tests/support/face-video/gesture-scripts.ts';
import { type PuppetPose, renderPuppet } from '../../tests/support/face-video/puppet.ts';
import { DEFAULT_PUPPET, puppetMesh } from '../../tests/support/face-video/puppet-mesh.ts';
import { blankRaster, type Raster, sampleAt } from '../../tests/support/face-video/raster.ts';
import { SCENE } from './held-instrument.ts';
import type { SourceClip } from './source-clip.ts';

/** Frames of the piece that an injected loop repeats. */
const LOOP_FRAMES = 9;

/** A short piece of the clip fed in again and again in the camera's place. */
export function* injectedLoop(clip: SourceClip): Generator<Raster> {
  const piece = clip.frames.slice(0, LOOP_FRAMES);
  for (const index of clip.frames.keys()) {
    const frame = piece[index % piece.length];
    if (frame !== undefined) yield { ...frame, data: frame.data.slice() };
  }
}

/** Share of a photograph that is in view while it is panned, and how far the view wanders and zooms. */
const PAN = { view: 0.86, way: 0.04, zoom: 0.04, turn: 0.02 } as const;

/** One photograph panned, turned and zoomed by a program, fed in in the camera's place. */
export function* pannedPhotograph(clip: SourceClip, random: () => number): Generator<Raster> {
  const [image] = clip.frames;
  if (image === undefined) return;
  const { width, height } = image;
  const phase = 2 * Math.PI * random();
  for (const index of clip.frames.keys()) {
    const t = index / SCENE.framesPerSecond;
    const zoom = PAN.view * (1 + PAN.zoom * Math.sin(1.1 * t + phase));
    const turn = PAN.turn * Math.sin(0.9 * t + 2 * phase);
    const [c, s] = [zoom * Math.cos(turn), zoom * Math.sin(turn)];
    const dx = width * (0.5 + PAN.way * Math.sin(1.4 * t + phase));
    const dy = height * (0.5 + PAN.way * Math.sin(1.9 * t + 3 * phase));
    const out = blankRaster(width, height);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const [fx, fy] = [x - width / 2, y - height / 2];
        const [sx, sy] = [c * fx - s * fy + dx, s * fx + c * fy + dy];
        out.data.set(
          [0, 1, 2].map((channel) => sampleAt(image, sx, sy, channel)),
          (y * width + x) * 3,
        );
      }
    yield out;
  }
}

/** One photograph bent by a program to look alive, at rest or making a gesture, fed in in the camera's place. */
export function* faceWarpPuppet(
  clip: SourceClip,
  script: GestureName,
  random: () => number,
): Generator<Raster> {
  const [image] = clip.frames;
  const [landmarks] = clip.landmarks;
  if (image === undefined || landmarks === undefined) return;
  const mesh = puppetMesh(image, landmarks, DEFAULT_PUPPET);
  const { poseAt, seconds } = GESTURE_SCRIPTS[script];
  const out = blankRaster(SCENE.width, SCENE.height);
  const phase = 2 * Math.PI * random();
  const count = Math.round((script === 'idle' ? 2 : seconds) * SCENE.framesPerSecond);
  for (let index = 0; index < count; index += 1) {
    const t = index / SCENE.framesPerSecond;
    const sway: PuppetPose = {
      dx: 1.5 * Math.sin(1.4 * t + phase),
      dy: Math.sin(2.8 * t),
      roll: 0.01 * Math.sin(1.4 * t + phase),
    };
    renderPuppet(mesh, { ...poseAt(t), ...sway }, out);
    yield out;
  }
}
