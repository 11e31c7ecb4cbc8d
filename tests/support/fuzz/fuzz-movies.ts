import type { AdapterUnderTest } from '../adapter-under-test.ts';
import { type DraftContainer, draftContainer, sealContainer, sha256 } from '../container-fixture.ts';
import type { OzBackend } from '../oz-backend.ts';
import { putMovie, useMovies } from '../quicktime.ts';
import { type Fuzzer, outcomeOf } from './fuzz-adapter.ts';
import { deliveredFolder } from './fuzz-containers.ts';
import { mutatedBytes } from './mutations.ts';

/** Movies changed before their owner hashed and signed them, as whoever owns the browser can. */
export async function movieFuzzer(adapter: AdapterUnderTest, backend: OzBackend): Promise<Fuzzer> {
  const template = await draftWithMovie(adapter);
  const movie = [...template.files.values()][0] ?? Buffer.alloc(0);
  /** What was signed, by session. */
  let accepted = new Map<string, string>();
  let judged = new Map<string, string>();
  return {
    next: async (random) => {
      const session = await adapter.open();
      const { event_session_id, challenge } = session.init;
      const draft: DraftContainer = {
        manifest: { ...structuredClone(template.manifest), event_session_id, nonce: challenge.nonce },
        files: new Map(template.files),
      };
      const changed = mutatedBytes(random, movie);
      putMovie(draft, 0, changed);
      const outcome = await outcomeOf(await session.upload(await sealContainer(draft, session.key)));
      if (outcome === 'accepted') accepted.set(event_session_id, sha256(changed));
      return outcome;
    },
    settle: async () => {
      backend.forget(new Set(judged.keys()));
      judged = accepted;
      accepted = new Map();
      for (const [id, signed] of judged) {
        const [media] = (await deliveredFolder(backend, id)).media;
        if (media === undefined || sha256(media.bytes) !== signed)
          throw new Error(`the movie of ${id} was delivered with other bytes than were signed`);
      }
    },
  };
}

async function draftWithMovie(adapter: AdapterUnderTest): Promise<DraftContainer> {
  const { init } = await adapter.open();
  const draft = await draftContainer(init, { origin: adapter.url });
  await useMovies(draft);
  // The movie first, for whoever wants its bytes.
  const files = [...draft.files].sort(([a], [b]) => Number(b.endsWith('.mov')) - Number(a.endsWith('.mov')));
  return { manifest: draft.manifest, files: new Map(files) };
}
