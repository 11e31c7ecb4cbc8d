import {
  actionFolder,
  BEST_FRAME_FILE,
  BEST_LOSSLESS_FILE,
  framePath,
  MANIFEST_FILE,
  moviePath,
  type PhotoEntry,
  SIGNATURE_FILE,
} from '@presence/protocol';
import JSZip from 'jszip';
import type { ActionClip } from './action-clip.ts';
import { bestClipOf, buildManifest, type ManifestFacts } from './build-manifest.ts';
import { signManifest } from './sign-manifest.ts';

export interface PackedPhoto {
  readonly entry: PhotoEntry;
  readonly jpeg: Blob;
}

/** Signs and zips a whole capture. Images are compressed already, so files are stored, not deflated. */
export async function packContainer(
  facts: ManifestFacts,
  clips: readonly ActionClip[],
  photos: readonly PackedPhoto[],
  privateKey: CryptoKey,
): Promise<Blob> {
  const manifest = buildManifest(
    facts,
    clips,
    photos.map((photo) => photo.entry),
  );
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  const files = new Map<string, Blob | Uint8Array | string>([
    [MANIFEST_FILE, bytes],
    [SIGNATURE_FILE, await signManifest(bytes, privateKey)],
  ]);
  clips.forEach((clip, position) => {
    const folder = actionFolder(position, clip.action);
    if (clip.movie !== null) files.set(moviePath(folder), clip.movie.file);
    else
      clip.frames.forEach((frame, index) => {
        files.set(framePath(folder, index), frame.jpeg);
      });
  });
  const best = bestClipOf(clips);
  const bestFrame = best?.frames[best.bestIndex];
  if (bestFrame !== undefined) files.set(BEST_FRAME_FILE, bestFrame.jpeg);
  if (best?.lossless) files.set(BEST_LOSSLESS_FILE, best.lossless.png);
  for (const photo of photos) files.set(photo.entry.file, photo.jpeg);

  const zip = new JSZip();
  // createFolders would add directory entries, which the manifest does not name.
  for (const [path, content] of files) zip.file(path, content, { createFolders: false });
  return zip.generateAsync({ type: 'blob', compression: 'STORE', mimeType: 'application/zip' });
}
