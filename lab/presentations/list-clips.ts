import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { LabError } from '../lab-error.ts';

const VIDEO = ['.mp4', '.mov', '.webm', '.mkv', '.avi', '.mjpeg', '.mpg', '.m4v'];
const IMAGE = ['.jpg', '.jpeg', '.png'];

export type ClipKind = 'video' | 'image' | 'zip';

/** One file of a species. */
export interface ClipFile {
  readonly species: string;
  readonly bonaFide: boolean;
  /** Relative to the folder of its species. */
  readonly name: string;
  readonly path: string;
  readonly kind: ClipKind;
}

/**
 * The clips of a folder of species: one folder per species, `bona-fide*` being bona fide, in order of name. Files of
 * other kinds are passed over.
 *
 * @throws LabError when the folder cannot be read or there is no species with a clip.
 */
export async function listClips(folder: string): Promise<ClipFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new LabError(`${folder} cannot be read as a folder of clips; does it exist?`, { cause });
  });
  const clips: ClipFile[] = [];
  for (const { name: species } of entries.filter((entry) => entry.isDirectory()).sort(byName)) {
    const files = await readdir(join(folder, species), { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const kind = kindOf(file.name);
      if (kind === undefined) continue;
      const path = join(file.parentPath, file.name);
      const name = path.slice(join(folder, species).length + 1);
      clips.push({ species, bonaFide: species.startsWith('bona-fide'), name, path, kind });
    }
  }
  if (clips.length === 0)
    throw new LabError(
      `${folder} holds no clips; it should hold one folder per species with videos or pictures.`,
    );
  return clips.sort((a, b) => byName({ name: a.path }, { name: b.path }));
}

function kindOf(name: string): ClipKind | undefined {
  const extension = extname(name).toLowerCase();
  if (VIDEO.includes(extension)) return 'video';
  if (IMAGE.includes(extension)) return 'image';
  return extension === '.zip' ? 'zip' : undefined;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
