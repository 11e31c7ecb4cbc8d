import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFrameAnalyst, openModelSet } from '@presence/engine';
import sharp from 'sharp';
import type { Raster } from '../../tests/support/face-video/raster.ts';
import { noiseAdder, seededRandom } from '../../tests/support/face-video/seeded-random.ts';
import type { ClipFile } from '../presentations/list-clips.ts';
import { shotSet } from '../presentations/shot-set.ts';
import { videoWindows } from '../presentations/video-frames.ts';
import { cutOutMask } from './cut-out-mask.ts';
import { generatedName, seedOf } from './generated-clips.ts';
import { heldInstrument } from './held-instrument.ts';
import { faceWarpPuppet, injectedLoop, pannedPhotograph } from './injected.ts';
import { FINE_PRINT, INSTRUMENTS } from './instruments.data.ts';
import { type SourceClip, sourceClip } from './source-clip.ts';
import { sourceFiles } from './source-files.ts';

export interface GenerateOptions {
  /** Folder that gets one folder per attack species; may be the one the clips come from. */
  readonly out: string;
  /** Folder of species; the clips of `bona-fide*` are used. */
  readonly from: string;
  /** The same seed and clips give the same files. */
  readonly seed: number;
  readonly modelsDir: string;
  readonly say: (line: string) => void;
}

/** Frames of a generated clip. */
const FRAMES = 24;
/** Windows taken from one bona fide clip at most. */
const WINDOWS = 2;
/** Noise of a sensor, grey levels; little for what never was before one. */
const NOISE = { camera: 4, injected: 1 } as const;
const JPEG_QUALITY = 90;

interface Species {
  readonly name: string;
  /** Asked for by the name of the file. */
  readonly action: string;
  readonly noise: number;
  readonly frames: (clip: SourceClip, other: SourceClip, random: () => number) => Iterable<Raster>;
}

const PASSIVE = 'video_selfie_blank';
const TURN = 'video_selfie_left';

const SPECIES: readonly Species[] = [
  ...Object.entries(INSTRUMENTS).map(([name, instrument]) => ({
    name,
    action: name === 'print-turned' ? TURN : PASSIVE,
    noise: NOISE.camera,
    frames: (clip: SourceClip, _other: SourceClip, random: () => number) =>
      heldInstrument(clip, instrument, random),
  })),
  { name: 'mask-cut-out', action: PASSIVE, noise: NOISE.camera, frames: cutOutMask },
  { name: 'injected-loop', action: PASSIVE, noise: NOISE.injected, frames: injectedLoop },
  ...(['idle', 'left'] as const).map((script) => ({
    name: script === 'idle' ? 'face-warp-puppet' : 'face-warp-puppet-turning',
    action: script === 'idle' ? PASSIVE : TURN,
    noise: NOISE.injected,
    frames: (clip: SourceClip, _other: SourceClip, random: () => number) =>
      faceWarpPuppet(clip, script, random),
  })),
  // New ones stand last: the number of a species is part of its seed.
  {
    name: 'photo-panned',
    action: PASSIVE,
    noise: NOISE.injected,
    frames: (clip, _other, random) => pannedPhotograph(clip, random),
  },
  {
    name: 'print-tight-fine',
    action: PASSIVE,
    noise: NOISE.camera,
    frames: (clip, _other, random) => heldInstrument(clip, FINE_PRINT, random),
  },
];

/** What people show when they are asked for each gesture, by the name of the action without its prefix. */
const GESTURES: readonly Species[] = (
  ['idle', 'left', 'right', 'high', 'down', 'smile', 'eyes'] as const
).map((script) => ({
  name: script === 'idle' ? 'blank' : script,
  action: script === 'idle' ? PASSIVE : `video_selfie_${script}`,
  noise: NOISE.injected,
  frames: (clip: SourceClip, _other: SourceClip, random: () => number) =>
    faceWarpPuppet(clip, script, random),
}));

/** Makes one clip of every attack species from each window of each bona fide clip; what is there already is kept. */
export function generateAttacks(options: GenerateOptions): Promise<void> {
  return generate(SPECIES, { windows: WINDOWS, mayBeTurned: true }, options);
}

/**
 * Has the first face of each bona fide clip make every gesture, as a photograph bent by a program makes it. Faces that are
 * turned away are passed over: the far side of the head that a gesture would show is not in the picture.
 */
export function generateGestures(options: GenerateOptions): Promise<void> {
  return generate(GESTURES, { windows: 1, mayBeTurned: false }, options);
}

async function generate(
  all: readonly Species[],
  { windows: most, mayBeTurned }: { readonly windows: number; readonly mayBeTurned: boolean },
  options: GenerateOptions,
): Promise<void> {
  const { out, from, seed, modelsDir, say } = options;
  const { files } = await openModelSet(modelsDir);
  const analyst = await createFrameAnalyst(files);
  try {
    const clips: SourceClip[] = [];
    for await (const { file, windows } of sourceFiles(from, windowsOf, say))
      for (const [index, pictures] of windows.slice(0, most).entries()) {
        const name = generatedName(file.name, index);
        const clip = await sourceClip(name, pictures, analyst);
        if (clip === undefined) say(`${file.name}, window ${index + 1}: passed over, a frame shows no face`);
        else if (clip.turnedAway && !mayBeTurned) say(`${file.name}: passed over, the face is turned away`);
        else clips.push(clip);
      }
    for (const [index, clip] of clips.entries()) {
      for (const [number, species] of all.entries()) {
        const random = seededRandom(seedOf(seed, number, clip.name));
        await writeClip(species, clip, otherThan(clips, index), { out, random });
      }
      say(`${clip.name}: ${all.length} clips`);
    }
  } finally {
    await analyst.close();
  }
}

async function writeClip(
  species: Species,
  clip: SourceClip,
  other: SourceClip,
  { out, random }: { readonly out: string; readonly random: () => number },
): Promise<void> {
  const folder = join(out, species.name);
  const path = join(folder, `${clip.name}.${species.action}.zip`);
  if (existsSync(path)) return;
  const addNoise = noiseAdder(species.noise, random);
  const frames: Uint8Array[] = [];
  for (const frame of species.frames(clip, other, random)) {
    addNoise(frame.data);
    frames.push(await jpeg(frame));
  }
  await mkdir(folder, { recursive: true });
  // A name of its own until it is whole: a run that is stopped leaves no half clip behind.
  await writeFile(`${path}.part`, await shotSet(frames));
  await rename(`${path}.part`, path);
}

/** A picture is a clip that does not move. Containers and shot sets are left to their owners. */
async function windowsOf({ kind, path }: ClipFile): Promise<Uint8Array[][]> {
  if (kind === 'image') return [Array<Uint8Array>(FRAMES).fill(await readFile(path))];
  if (kind === 'zip') return [];
  return (await videoWindows(path)).map((frames) => frames.slice(0, FRAMES));
}

/** Another person's clip: one from another file, if there is any. */
function otherThan(clips: readonly SourceClip[], index: number): SourceClip {
  const own = clips[index];
  if (own === undefined) throw new RangeError(`There is no clip ${index}.`);
  const stem = (clip: SourceClip) => clip.name.replace(/-\d+$/, '');
  const rest = [...clips.slice(index + 1), ...clips.slice(0, index)];
  return rest.find((clip) => stem(clip) !== stem(own)) ?? own;
}

function jpeg({ data, width, height }: Raster): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}
