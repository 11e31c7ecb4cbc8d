import { describe, expect, it } from 'vitest';
import type { ActionClip } from './action-clip.ts';
import type { MovieModule } from './movie/make-movie.ts';
import { loadMovieMaker, withMovies } from './movie-clips.ts';

const clip = (index: number): ActionClip => ({
  index,
  action: 'video_selfie_blank',
  outcome: 'manual',
  frames: [],
  bestIndex: 0,
  bestScore: 0,
  lossless: null,
  movie: null,
});
const CLIPS = [clip(0), clip(1)];

/** A maker in whose hands the clip of this number fails. */
function maker(failing?: number): Promise<MovieModule> {
  let calls = 0;
  return Promise.resolve({
    makeMovie: async () => {
      calls += 1;
      if (calls - 1 === failing) throw new Error('the encoder gave up');
      return { file: new Blob(['movie']), codec: 'vp9' };
    },
  });
}

describe('withMovies', () => {
  it('leaves clips alone where frames are asked for', async () => {
    expect(await withMovies(CLIPS, null, 1000)).toEqual({ clips: CLIPS, fallback: null });
  });

  it('gives every clip its movie and the hash of its bytes', async () => {
    const { clips, fallback } = await withMovies(CLIPS, maker(), 1000);
    expect(fallback).toBeNull();
    expect(clips.map(({ movie }) => movie?.codec)).toEqual(['vp9', 'vp9']);
    expect(clips[0]?.movie?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sends all clips as frames when one movie fails, and says why', async () => {
    expect(await withMovies(CLIPS, maker(1), 1000)).toEqual({
      clips: CLIPS,
      fallback: 'the encoder gave up',
    });
  });

  it('and when the module cannot be loaded', async () => {
    const { clips, fallback } = await withMovies(CLIPS, loadMovieMaker('data:text/javascript,}'), 1000);
    expect(clips).toBe(CLIPS);
    expect(fallback).toMatch(/./);
  });
});
