import { drawAttack, type Instrument } from './attack-scene.ts';
import { type DocumentShot, drawCard, drawDocument } from './document-scene.ts';
import { GESTURE_SCRIPTS, type GestureName, type GestureScript } from './gesture-scripts.ts';
import { type PuppetPose, renderPuppet } from './puppet.ts';
import { DEFAULT_PUPPET, type Point, type PuppetMesh, puppetMesh } from './puppet-mesh.ts';
import { blankRaster, type Raster } from './raster.ts';
import { roomScene } from './scene.ts';
import { noiseAdder, seededRandom } from './seeded-random.ts';

export interface Still {
  readonly image: Raster;
  /** 478 landmarks in pixels of the image. */
  readonly landmarks: readonly Point[];
}

/** Every clip the tests play: gestures, presentation attacks, scenes that must be refused, and a document. */
export const CLIP_NAMES = [
  'idle',
  'left',
  'right',
  'high',
  'down',
  'smile',
  'eyes',
  'sequence',
  'print',
  'replay',
  'no_face',
  'two_faces',
  'too_far',
  'too_dark',
  'document',
] as const;
export type ClipName = (typeof CLIP_NAMES)[number];

export const CLIP_FPS = 30;
const NOISE = 5;

/** A living head is never quite still: a slow sway and a small tremor are added to every pose. */
function* swaying(script: GestureScript, seed: number): Generator<[PuppetPose, number]> {
  const random = seededRandom(seed);
  const loop = (2 * Math.PI) / script.seconds;
  let [jx, jy] = [0, 0];
  for (let i = 0; i < Math.round(script.seconds * CLIP_FPS); i++) {
    const t = i / CLIP_FPS;
    jx = 0.9 * jx + (random() - 0.5) * 0.5;
    jy = 0.9 * jy + (random() - 0.5) * 0.5;
    const dx = jx + 1.2 * Math.sin(loop * t);
    const dy = jy + Math.sin(2 * loop * t);
    yield [{ ...script.poseAt(t), dx, dy, roll: 0.0105 * Math.sin(loop * t) }, t];
  }
}

function* puppetFrames(meshes: readonly PuppetMesh[], script: GestureScript): Generator<Raster> {
  const addNoise = noiseAdder(NOISE, seededRandom(7));
  const [first] = meshes;
  if (!first) throw new Error('a clip needs at least one puppet');
  const out = blankRaster(first.still.width, first.still.height);
  for (const [pose] of swaying(script, 11)) {
    renderPuppet(first, pose, out);
    addNoise(out.data);
    yield out;
  }
}

function* attackFrames(mesh: PuppetMesh, instrument: Instrument, gesture: GestureName): Generator<Raster> {
  const addNoise = noiseAdder(NOISE, seededRandom(11));
  const { width, height } = mesh.still;
  const room = roomScene(width, height);
  const picture = blankRaster(width, height);
  const out = blankRaster(width, height);
  const script = GESTURE_SCRIPTS[gesture];
  for (const [pose, t] of swaying(script, 5)) {
    // A print shows one moment; a tablet plays the gesture.
    if (instrument === 'replay' || t === 0) renderPuppet(mesh, pose, picture);
    drawAttack(instrument, room, picture, t, out);
    addNoise(out.data);
    yield out;
  }
}

function* changed(frames: Iterable<Raster>, change: (frame: Raster) => void): Generator<Raster> {
  for (const frame of frames) {
    change(frame);
    yield frame;
  }
}

function* emptyRoom(): Generator<Raster> {
  const addNoise = noiseAdder(NOISE, seededRandom(9));
  const room = roomScene(DEFAULT_PUPPET.width, DEFAULT_PUPPET.height);
  for (let i = 0; i < 2 * CLIP_FPS; i++) {
    const out = { ...room, data: room.data.slice() };
    addNoise(out.data);
    yield out;
  }
}

/** Two people shoulder to shoulder: the left half shows one puppet, the right half another. */
function* twoFaces(still: Still): Generator<Raster> {
  const { width, height } = DEFAULT_PUPPET;
  const place = (x: number): PuppetMesh =>
    puppetMesh(still.image, still.landmarks, { ...DEFAULT_PUPPET, eyeDistancePx: 72, centre: [x, 240] });
  const right = puppetFrames([place(width * 0.75)], GESTURE_SCRIPTS.idle);
  for (const frame of puppetFrames([place(width * 0.25)], GESTURE_SCRIPTS.idle)) {
    const other = right.next();
    if (!other.done)
      for (let y = 0; y < height; y++) {
        const half = (y * width + width / 2) * 3;
        frame.data.set(other.value.data.subarray(half, (y + 1) * width * 3), half);
      }
    yield frame;
  }
}

/** A card on a table: out of focus, then in a lamp's reflection, then as it should be. Seconds from the beginning. */
const DOCUMENT_SHOTS: readonly (readonly [untilSeconds: number, shot: DocumentShot])[] = [
  [2.4, { flaw: 'blurred' }],
  [4.8, { flaw: 'glare' }],
  [9, { flaw: 'none' }],
];

function* documentFrames(): Generator<Raster> {
  const addNoise = noiseAdder(NOISE, seededRandom(13));
  const { width, height } = DEFAULT_PUPPET;
  const card = drawCard();
  const out = blankRaster(width, height);
  let index = 0;
  for (const [untilSeconds, shot] of DOCUMENT_SHOTS) {
    const drawn = blankRaster(width, height);
    drawDocument(card, shot, drawn);
    for (; index < untilSeconds * CLIP_FPS; index++) {
      out.data.set(drawn.data);
      addNoise(out.data);
      yield out;
    }
  }
}

/** The frames of one clip; the raster is reused, so copy what must be kept. */
export function clipFrames(name: ClipName, still: Still): Iterable<Raster> {
  const mesh = (options = DEFAULT_PUPPET): PuppetMesh => puppetMesh(still.image, still.landmarks, options);
  switch (name) {
    case 'print':
      return attackFrames(mesh(), 'print', 'idle');
    case 'replay':
      return attackFrames(mesh(), 'replay', 'left');
    case 'document':
      return documentFrames();
    case 'no_face':
      return emptyRoom();
    case 'two_faces':
      return twoFaces(still);
    case 'too_far':
      return puppetFrames([mesh({ ...DEFAULT_PUPPET, eyeDistancePx: 45 })], GESTURE_SCRIPTS.idle);
    case 'too_dark':
      return changed(puppetFrames([mesh()], GESTURE_SCRIPTS.idle), ({ data }) => {
        for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) * 0.12;
      });
    default:
      return puppetFrames([mesh()], GESTURE_SCRIPTS[name]);
  }
}
