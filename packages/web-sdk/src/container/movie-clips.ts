import type { ActionClip } from './action-clip.ts';
import { sha256Hex } from './encode-image.ts';
import type { MovieModule } from './movie/make-movie.ts';

export type MovieMakerLoading = Promise<MovieModule>;

/** Characters of a reason that go into manifest and telemetry. */
const MAX_REASON = 200;

/** Fetches the module that makes movies. A failure is told when the first movie is wanted. */
export function loadMovieMaker(url: string): MovieMakerLoading {
  // The build puts the module there.
  const loading: MovieMakerLoading = import(/* @vite-ignore */ url);
  loading.catch(() => undefined);
  return loading;
}

export interface MadeClips {
  readonly clips: readonly ActionClip[];
  /** Why the clips are frames although movies were asked for; null when they are what was asked for. */
  readonly fallback: string | null;
}

/** The clips with their movies; if one cannot be made, all stay frames, so that a container is of one kind. */
export async function withMovies(
  clips: readonly ActionClip[],
  maker: MovieMakerLoading | null,
  maxFileBytes: number,
): Promise<MadeClips> {
  if (maker === null || clips.length === 0) return { clips, fallback: null };
  try {
    const { makeMovie } = await maker;
    const made: ActionClip[] = [];
    for (const clip of clips) {
      const { file, codec } = await makeMovie(clip.frames, maxFileBytes);
      made.push({ ...clip, movie: { file, codec, sha256: await sha256Hex(file) } });
    }
    return { clips: made, fallback: null };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return { clips, fallback: reason.slice(0, MAX_REASON) || 'no reason given' };
  }
}
