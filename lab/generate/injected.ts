import { GESTURE_SCRIPTS, type GestureName } from '../../tests/support/face-video/gesture-scripts.ts';
import { type PuppetPose, renderPuppet } from '../../tests/support/face-video/puppet.ts';
import { DEFAULT_PUPPET, puppetMesh } from '../../tests/support/face-video/puppet-mesh.ts';
import { blankRaster, type Raster } from '../../tests/support/face-video/raster.ts';
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
