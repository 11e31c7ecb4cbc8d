import {
  type ActionEntry,
  actionFolder,
  type CaptureManifest,
  framePath,
  type MovieEntry,
  moviePath,
} from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';

/** Folder and file names follow their position, and every index points at something. */
export function verifyLayout(manifest: CaptureManifest): void {
  manifest.actions.forEach((entry, index) => {
    const at = `actions.${index}`;
    if (entry.folder !== actionFolder(index, entry.action)) throw layoutInvalid(`${at}.folder`);
    if (entry.movie === undefined) requireOwnFiles(entry, at);
    else requireOneMovie(entry, entry.movie, at);
    if (entry.best_frame >= entry.frames.length) throw layoutInvalid(`${at}.best_frame`);
  });
  manifest.photos.forEach((photo, index) => {
    if (photo.file !== `${photo.action}.jpg` && photo.file !== `${photo.action}.png`)
      throw layoutInvalid(`photos.${index}.file`);
  });
  const { best } = manifest;
  if (best !== null && manifest.actions[best.action_index]?.frames[best.frame_index] === undefined)
    throw layoutInvalid('best');
}

function requireOwnFiles({ folder, frames }: ActionEntry, at: string): void {
  const odd = frames.findIndex(({ file }, index) => file !== framePath(folder, index));
  if (odd >= 0) throw layoutInvalid(`${at}.frames.${odd}.file`);
}

/** All frames are in the action's movie, and of one size, as pictures of a movie are. */
function requireOneMovie({ folder, frames }: ActionEntry, movie: MovieEntry, at: string): void {
  if (movie.file !== moviePath(folder)) throw layoutInvalid(`${at}.movie.file`);
  const [first] = frames;
  const odd = frames.findIndex(
    ({ file, sha256, width, height }) =>
      file !== movie.file || sha256 !== movie.sha256 || width !== first?.width || height !== first.height,
  );
  if (odd >= 0) throw layoutInvalid(`${at}.frames.${odd}`);
}

function layoutInvalid(path: string): AdapterError {
  return new AdapterError(
    'container_manifest_invalid',
    `The manifest's "${path}" does not fit the rest of it. Send what the SDK made.`,
    { context: { issues: [{ path, message: 'does not fit the manifest' }] } },
  );
}
