import { extname } from 'node:path';
import {
  type ActionEntry,
  type CaptureManifest,
  LIMITS,
  MANIFEST_FILE,
  type MovieCodec,
  SIGNATURE_FILE,
} from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';
import { type ContainerArchive, fileMissing } from './container-archive.ts';
import { type ImageSize, imageSize } from './image-size.ts';
import { IMAGE_HEAD_BYTES } from './intake.data.ts';
import { type MovieFacts, movieFacts } from './movie-facts.ts';
import { type Digest, digestEntry, digestWhole } from './read-entry.ts';

interface ListedFile {
  readonly file: string;
  readonly sha256: string;
  /** Null where the manifest states no size. */
  readonly width: number | null;
  readonly height: number | null;
  /** What a movie has to be besides; absent for a picture. */
  readonly movie?: { readonly codec: MovieCodec; readonly frames: number };
}

/** Every listed file is there, none besides, each is the image or movie it claims to be and has the hash it was signed with. */
export async function verifyFiles(
  archive: ContainerArchive,
  manifest: CaptureManifest,
  signal: AbortSignal,
): Promise<void> {
  const listed = listFiles(manifest);
  requireSameNames(archive, listed, new Set(manifest.actions.map(({ folder }) => `${folder}/`)));
  for (const file of listed) {
    signal.throwIfAborted();
    const content = archive.openFile(file.file);
    // Only what has to be read is waited for: of ten files that lie side by side nine are at hand.
    if (Buffer.isBuffer(content)) requireFile(file, digestWhole(content, IMAGE_HEAD_BYTES, lookInto(file)));
    else requireFile(file, await digestEntry(content, IMAGE_HEAD_BYTES, lookInto(file)));
  }
}

type Found = { readonly image: ImageSize } | { readonly movie: MovieFacts };

function lookInto({ movie }: ListedFile): (head: Buffer) => Found | undefined {
  if (movie === undefined)
    return (head) => {
      const image = imageSize(head);
      return image && { image };
    };
  return (head) => {
    const facts = movieFacts(head);
    return facts && { movie: facts };
  };
}

function requireFile(file: ListedFile, { sha256, found }: Digest<Found>): void {
  if (sha256 !== file.sha256) throw altered(file.file, 'its hash differs from the manifest');
  if (file.movie === undefined) requireImage(file, found && 'image' in found ? found.image : undefined);
  else requireMovie(file, file.movie, found && 'movie' in found ? found.movie : undefined);
}

function listFiles(manifest: CaptureManifest): readonly ListedFile[] {
  const { best, best_lossless: lossless } = manifest;
  const frames = manifest.actions.flatMap(filesOfAction);
  const sizeless = [best, lossless].flatMap((entry) =>
    entry === null ? [] : [{ file: entry.file, sha256: entry.sha256, width: null, height: null }],
  );
  return [...frames, ...manifest.photos, ...sizeless];
}

function filesOfAction({ frames, movie }: ActionEntry): readonly ListedFile[] {
  const [first] = frames;
  if (movie === undefined || first === undefined) return frames;
  const { width, height } = first;
  return [{ ...movie, width, height, movie: { codec: movie.codec, frames: frames.length } }];
}

function requireSameNames(
  archive: ContainerArchive,
  listed: readonly ListedFile[],
  folders: ReadonlySet<string>,
): void {
  const expected = new Set([MANIFEST_FILE, SIGNATURE_FILE]);
  for (const { file } of listed) {
    if (expected.has(file)) throw altered(file, 'the manifest names it twice');
    if (!archive.files.has(file)) throw fileMissing(file);
    expected.add(file);
  }
  const extra =
    [...archive.files.keys()].find((name) => !expected.has(name)) ??
    archive.folders.find((name) => !folders.has(name));
  if (extra !== undefined)
    throw new AdapterError(
      'container_file_extra',
      `The container holds "${extra}", which the manifest does not name.`,
      { context: { file: extra } },
    );
}

function requireImage(listed: ListedFile, size: ImageSize | undefined): void {
  if (size === undefined || `.${size.format}` !== extname(listed.file))
    throw altered(listed.file, 'it is not the kind of image its name says');
  requireSize(listed, size);
}

function requireMovie(
  listed: ListedFile,
  expected: { readonly codec: MovieCodec; readonly frames: number },
  facts: MovieFacts | undefined,
): void {
  if (facts === undefined)
    throw altered(listed.file, 'it is no QuickTime file of one video track with its index in front');
  requireSize(listed, facts);
  if (facts.codec !== expected.codec || facts.frames !== expected.frames)
    throw altered(listed.file, 'its codec or number of frames differs from the manifest');
}

function requireSize(
  listed: ListedFile,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  if (width < 1 || height < 1 || width > LIMITS.maxFrameSidePx || height > LIMITS.maxFrameSidePx)
    throw altered(listed.file, `its size of ${width}×${height} pixels is not allowed`);
  if ((listed.width ?? width) !== width || (listed.height ?? height) !== height)
    throw altered(listed.file, 'its size in pixels differs from the manifest');
}

function altered(file: string, what: string): AdapterError {
  return new AdapterError('container_file_altered', `The file "${file}" was refused: ${what}.`, {
    context: { file, reason: what },
  });
}
