import JSZip from 'jszip';
import type { AdapterUnderTest, OpenSession } from '../adapter-under-test.ts';
import { type DraftContainer, draftContainer, sealedEntries, sha256, zipOf } from '../container-fixture.ts';
import type { OzBackend, StoredFolder } from '../oz-backend.ts';
import { type Fuzzer, outcomeOf } from './fuzz-adapter.ts';
import { mutatedBytes, mutatedJson } from './mutations.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Containers one session may send before it is closed. */
const PER_SESSION = 5;
const DELIVERED_WITHIN_MS = 15_000;

interface Open {
  readonly session: OpenSession;
  readonly draft: DraftContainer;
  left: number;
}

/**
 * `bytes`: an honest container whose bytes were changed after it was sealed. `manifest`: one whose manifest was changed
 * before its owner signed it, as whoever owns the browser can.
 */
export function containerFuzzer(
  adapter: AdapterUnderTest,
  backend: OzBackend,
  kind: 'bytes' | 'manifest',
): Fuzzer {
  let template: DraftContainer | undefined;
  let open: Open | undefined;
  let accepted: string[] = [];
  let judged: string[] = [];

  const openSession = async (): Promise<Open> => {
    const session = await adapter.open();
    template ??= await draftContainer(session.init, { origin: adapter.url });
    const { event_session_id, challenge } = session.init;
    const manifest = { ...template.manifest, event_session_id, nonce: challenge.nonce };
    return { session, draft: { manifest, files: template.files }, left: PER_SESSION };
  };
  const sealed = async (random: SeededRandom, { session, draft }: Open) => {
    if (kind === 'bytes') return mutatedBytes(random, await zipOf(await sealedEntries(draft, session.key)));
    // Whatever came out is signed as if it were a manifest.
    const manifest = mutatedJson(random, draft.manifest) as DraftContainer['manifest'];
    return zipOf(await sealedEntries({ ...draft, manifest }, session.key));
  };
  return {
    next: async (random) => {
      open ??= await openSession();
      const { session } = open;
      const outcome = await outcomeOf(await session.upload(await sealed(random, open)));
      open.left -= 1;
      if (outcome === 'accepted') accepted.push(session.init.event_session_id);
      if (outcome === 'accepted' || open.left === 0) open = undefined;
      return outcome;
    },
    settle: async () => {
      const honest = new Set([...(template?.files.values() ?? [])].map(sha256));
      // Those judged before are long analysed; the newer ones may still be asked for.
      backend.forget(new Set(judged));
      judged = accepted;
      accepted = [];
      for (const id of judged) await requireHonest(await deliveredFolder(backend, id), honest, kind);
    },
  };
}

export async function deliveredFolder(backend: OzBackend, id: string): Promise<StoredFolder> {
  const deadline = Date.now() + DELIVERED_WITHIN_MS;
  for (;;) {
    const found = backend.folders.find(({ metaData }) => metaData.event_session_id === id);
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`the accepted capture ${id} never reached the backend`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What was delivered is what was captured, byte by byte. */
async function requireHonest(
  folder: StoredFolder,
  honest: ReadonlySet<string>,
  kind: 'bytes' | 'manifest',
): Promise<void> {
  const hashes: string[] = [];
  for (const { bytes } of folder.media) {
    const zip = await JSZip.loadAsync(bytes);
    for (const file of Object.values(zip.files)) hashes.push(sha256(await file.async('nodebuffer')));
  }
  if (hashes.some((hash) => !honest.has(hash))) throw new Error('a changed file was accepted and delivered');
  // The best shot is one of the files, and not part of a shot set.
  if (kind === 'bytes' && new Set(hashes).size < honest.size - 1)
    throw new Error('a capture was accepted with files missing');
}
