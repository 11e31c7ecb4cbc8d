import type { PhotoAction, PhotoSource } from '@presence/protocol';
import { readPictureFile } from '../frames/read-picture-file.ts';
import type { CaptureView, PhotoState } from '../model/capture-view.ts';
import type { PhotoProblem, PhotoWarning } from '../model/photo.ts';
import type { ViewEvents } from './view-events.ts';

/** Everything one photo needs of its surroundings. */
export interface PhotoScene {
  readonly view: CaptureView;
  readonly events: ViewEvents;
  readonly action: PhotoAction;
  readonly camera: boolean;
  readonly file: boolean;
  readonly index: number;
  readonly count: number;
  readonly signal: AbortSignal;
  /** Opens the camera for this photo unless it is open. Throws as openCamera does. */
  openCamera(): Promise<void>;
  /** Lets the camera go while a file is chosen. */
  closeCamera(): void;
  /** Guides to a good picture and takes it; `again` when the person has just refused one. */
  shoot(options: {
    readonly again: boolean;
    readonly signal: AbortSignal;
    show(part: Pick<PhotoState, 'shutter' | 'hint' | 'progress'>): void;
  }): Promise<ImageBitmap>;
  /** What may be wrong with the picture. */
  judge(bitmap: ImageBitmap): PhotoWarning | null;
}

export interface TakenPhoto {
  readonly bitmap: ImageBitmap;
  readonly source: PhotoSource;
  readonly warning: PhotoWarning | null;
}

type Way = PhotoState['way'];
type Step =
  | { readonly kind: 'taken'; readonly bitmap: ImageBitmap }
  | { readonly kind: 'turned'; readonly way: Way; readonly problem: PhotoProblem | null };

/** Asks for one photo, by camera or file, until the person is content with it. */
export async function takePhoto(scene: PhotoScene): Promise<TakenPhoto> {
  let way: Way = scene.camera ? 'camera' : 'file';
  let problem: PhotoProblem | null = null;
  let again = false;
  for (;;) {
    const step: Step = way === 'camera' ? await byCamera(scene, again) : await byFile(scene, problem);
    if (step.kind === 'turned') {
      ({ way, problem } = step);
      continue;
    }
    const photo: TakenPhoto = {
      bitmap: step.bitmap,
      source: way === 'camera' ? 'capture' : 'upload',
      warning: scene.judge(step.bitmap),
    };
    if (await isAccepted(scene, photo)) return photo;
    photo.bitmap.close();
    [problem, again] = [null, true];
  }
}

async function byCamera(scene: PhotoScene, again: boolean): Promise<Step> {
  try {
    await scene.openCamera();
  } catch (thrown) {
    // Without a camera a file will do, where files are allowed.
    if (!scene.file || scene.signal.aborted) throw thrown;
    return { kind: 'turned', way: 'file', problem: 'no_camera' };
  }
  const over = new AbortController();
  const onAbort = () => over.abort(scene.signal.reason);
  scene.signal.addEventListener('abort', onAbort);
  try {
    scene.signal.throwIfAborted();
    const shot = scene.shoot({
      again,
      signal: over.signal,
      show: (part) => scene.view.show({ ...stateOf(scene, 'camera', null), ...part }),
    });
    const picked = scene.events.next(['pick'], over.signal);
    return await Promise.race([
      shot.then((bitmap) => ({ kind: 'taken', bitmap }) as const),
      picked.then(() => ({ kind: 'turned', way: 'file', problem: null }) as const),
    ]);
  } finally {
    scene.signal.removeEventListener('abort', onAbort);
    over.abort();
  }
}

async function byFile(scene: PhotoScene, problem: PhotoProblem | null): Promise<Step> {
  scene.closeCamera();
  scene.view.show(stateOf(scene, 'file', problem));
  const event = await scene.events.next(['photo_file', 'pick_cancelled', 'use_camera'], scene.signal);
  if (event.kind !== 'photo_file')
    return { kind: 'turned', way: scene.camera && problem !== 'no_camera' ? 'camera' : 'file', problem };
  const read = await readPictureFile(event.file);
  return typeof read === 'string'
    ? { kind: 'turned', way: 'file', problem: read }
    : { kind: 'taken', bitmap: read };
}

/** Shows the picture and waits for what the person says to it. */
async function isAccepted(scene: PhotoScene, { bitmap, source, warning }: TakenPhoto): Promise<boolean> {
  const { view, events, action, index, count, signal } = scene;
  view.show({ kind: 'photo_review', action, picture: bitmap, source, warning, index, count });
  return (await events.next(['use_photo', 'retake'], signal)).kind === 'use_photo';
}

function stateOf(scene: PhotoScene, way: Way, problem: PhotoProblem | null): PhotoState {
  const { action, index, count } = scene;
  const otherWay = scene.camera && scene.file;
  return {
    kind: 'photo',
    action,
    way,
    otherWay,
    shutter: way === 'camera',
    hint: null,
    progress: 0,
    problem,
    index,
    count,
  };
}
