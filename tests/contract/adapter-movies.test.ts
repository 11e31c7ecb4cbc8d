import type { ErrorCode } from '@presence/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DraftContainer, sealContainer, sha256 } from '../support/container-fixture.ts';
import { useIntakeOn } from '../support/intake-scene.ts';
import { probeMovie, putMovie, quickTimeOf, useMovies } from '../support/quicktime.ts';
import { onEveryBackend } from './on-every-backend.ts';

const MOVIE = '01_video_selfie_left.mov';

onEveryBackend((start) => {
  const scene = useIntakeOn(start, { config: { video_file_format: 'mov' } });

  /** One honest movie for all: four frames of the fixture's size. */
  let movie: Buffer;
  let ofFiveFrames: Buffer;
  beforeAll(async () => {
    const { draft } = await scene.open();
    const jpegs = [...draft.files.values()];
    const first = jpegs[0];
    if (first === undefined) throw new Error('the fixture has frames');
    movie = await quickTimeOf(jpegs.slice(0, 4), 83);
    ofFiveFrames = await quickTimeOf([...jpegs.slice(0, 4), first], 83);
  });

  function withMovie(draft: DraftContainer, bytes = movie): void {
    for (const { file } of draft.manifest.actions[0]?.frames ?? []) draft.files.delete(file);
    putMovie(draft, 0, bytes);
  }

  function entryOf({ manifest }: DraftContainer) {
    const entry = manifest.actions[0];
    if (entry?.movie === undefined) throw new Error('the draft has a movie');
    return { ...entry, movie: entry.movie };
  }

  /** Another four letters in a box's place. */
  const renamed = (from: string, to: string) =>
    Buffer.from(movie.toString('latin1').replace(from, to), 'latin1');

  /** The width in the movie's sample description. */
  function ofWidth(width: number): Buffer {
    const bytes = Buffer.from(movie);
    bytes.writeUInt16BE(width, bytes.indexOf('avc1') + 28);
    return bytes;
  }

  describe('a container of movies', () => {
    it('is accepted, and the backend gets each movie as it is', async () => {
      const { session, draft } = await scene.open();
      await useMovies(draft);
      expect((await session.upload(await sealContainer(draft, session.key))).status).toBe(202);
      expect(await (await session.result()).json()).toMatchObject({ state: 'finished' });
      const [folder] = await scene.backend().foldersOf(session.init.event_session_id);
      const media = folder?.media.find(({ fileName }) => fileName === MOVIE);
      expect(media).toMatchObject({
        tags: ['video_selfie', 'video_selfie_left', 'orientation_portrait'],
        metaData: { frame_times_ms: draft.manifest.actions[0]?.frames.map(({ time_ms }) => time_ms) },
      });
      const [bytes = Buffer.alloc(0)] = (await media?.content()) ?? [];
      expect(sha256(bytes)).toBe(entryOf(draft).movie.sha256);
      expect(await probeMovie(bytes)).toMatchObject({ codec: 'h264', frames: 4 });
    });

    it('may hold pictures instead: not every browser can encode', async () => {
      const reply = await scene.send({
        draft: ({ manifest }) => {
          manifest.movie_fallback = 'this browser encodes none of the codecs of a movie';
        },
      });
      expect(reply.code).toBe('accepted');
    });

    const REFUSED: readonly (readonly [string, ErrorCode, (draft: DraftContainer) => void])[] = [
      ['altered on the way', 'container_file_altered', ({ files }) => void files.set(MOVIE, ofFiveFrames)],
      ['that is missing', 'container_file_missing', ({ files }) => void files.delete(MOVIE)],
      ['of an MP4', 'container_file_altered', (draft) => withMovie(draft, renamed('qt  ', 'mp42'))],
      [
        'of a zip',
        'container_file_altered',
        (draft) => withMovie(draft, Buffer.from('PK\u0003\u0004 and so on')),
      ],
      [
        'with its index behind',
        'container_file_altered',
        (draft) => withMovie(draft, renamed('moov', 'free')),
      ],
      ['of another codec', 'container_file_altered', (draft) => withMovie(draft, renamed('avc1', 'vp09'))],
      ['of no known codec', 'container_file_altered', (draft) => withMovie(draft, renamed('avc1', 'evil'))],
      ['with other frames', 'container_file_altered', (draft) => withMovie(draft, ofFiveFrames)],
      ['of 30000 pixels', 'container_file_altered', (draft) => withMovie(draft, ofWidth(30_000))],
      ['of another size', 'container_file_altered', (draft) => withMovie(draft, ofWidth(64))],
      ['cut in its index', 'container_file_altered', (draft) => withMovie(draft, movie.subarray(0, 300))],
      [
        'of another name',
        'container_manifest_invalid',
        (draft) => {
          entryOf(draft).movie.file = 'best.mov';
        },
      ],
      [
        'that a frame is not in',
        'container_manifest_invalid',
        (draft) => {
          const [frame] = entryOf(draft).frames;
          if (frame) frame.file = '01_video_selfie_left/0001.jpg';
        },
      ],
      [
        'whose frames differ in size',
        'container_manifest_invalid',
        (draft) => {
          const [, frame] = entryOf(draft).frames;
          if (frame) frame.width = 640;
        },
      ],
    ];
    it.each(REFUSED)('with a movie %s is refused with %s', async (_what, code, change) => {
      const reply = await scene.send({
        draft: (draft) => {
          withMovie(draft);
          change(draft);
        },
      });
      expect(reply.code).toBe(code);
    });
  });

  describe('where video_file_format is zip', () => {
    const zipOnly = useIntakeOn(start);
    it('movies are refused', async () => {
      const reply = await zipOnly.send({ draft: (draft) => withMovie(draft) });
      expect(reply.code).toBe('container_video_format_denied');
    });
  });
});
