import sharp from 'sharp';
import { LabError } from '../lab-error.ts';
import { type ClipFile, listClips } from '../presentations/list-clips.ts';
import { isGenerated } from './generated-clips.ts';

export interface SourceFile {
  readonly file: ClipFile;
  /** Pictures of each piece of it. */
  readonly windows: readonly (readonly Uint8Array[])[];
}

/**
 * The bona fide clips of a folder, one after the other; what was made from them is no source. A file that cannot be read is
 * passed over, and `say` is told why: one bad file shall not end a night's run.
 *
 * @param windowsOf cuts one file.
 * @throws LabError when the folder holds no such clip.
 */
export async function* sourceFiles(
  from: string,
  windowsOf: (file: ClipFile) => Promise<readonly (readonly Uint8Array[])[]>,
  say: (line: string) => void,
): AsyncGenerator<SourceFile> {
  const files = (await listClips(from)).filter(({ bonaFide, species }) => bonaFide && !isGenerated(species));
  if (files.length === 0)
    throw new LabError(
      `${from} holds no clips of live people to make others of; they belong into folders whose names begin with bona-fide.`,
    );
  for (const file of files) {
    const windows = await readable(file, windowsOf).catch((error: unknown) => {
      say(`${file.name}: passed over, ${error instanceof Error ? error.message : String(error)}`);
      return [];
    });
    yield { file, windows };
  }
}

async function readable(
  file: ClipFile,
  windowsOf: (file: ClipFile) => Promise<readonly (readonly Uint8Array[])[]>,
): Promise<readonly (readonly Uint8Array[])[]> {
  const windows = await windowsOf(file);
  for (const [first] of windows) if (first !== undefined) await sharp(first).stats();
  return windows;
}
