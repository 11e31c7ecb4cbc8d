import { type CollectionStore, type FacePlace, LAST_FACE_ID } from '../model/collections.ts';
import type { FaceGallery, GalleryChunk, ResidentCollection } from '../model/face-gallery.ts';
import type { FaceOwner } from '../model/face-search.ts';

/** Faces read from the store at once; a page is turned without holding up the event loop for long. */
const PAGE = 500;
/** Faces of one chunk: 4 MB, a few milliseconds of search. */
const CHUNK = 2_048;
/** Faces kept of collections that are not in use just now: half a gigabyte. Ours, 2026-11-22. */
const MAX_IDLE_FACES = 250_000;

interface Growing {
  readonly faces: Float32Array;
  readonly owners: FaceOwner[];
}

interface Resident {
  /** Up to where the collection has been read. */
  place: FacePlace;
  model: string;
  count: number;
  foreign: number;
  readonly chunks: Growing[];
}

/**
 * Keeps the faces of collections in memory, where an exact search needs them. Before each use the store is asked how far
 * the collection has moved on: new faces are added, after a removal all are read again.
 */
export function createResidentGallery(
  store: Pick<CollectionStore, 'state' | 'faces'>,
): FaceGallery<ResidentCollection> {
  /** In the order of their last use. */
  const residents = new Map<string, Resident>();
  /** One reader of a collection at a time. */
  const readers = new Map<string, Promise<unknown>>();

  async function read(
    collectionId: string,
    model: string,
    signal: AbortSignal,
  ): Promise<ResidentCollection | undefined> {
    const state = await store.state(collectionId);
    const known = residents.get(collectionId);
    residents.delete(collectionId);
    if (!state) return undefined;
    const current = known?.model === model && state.removalRevision <= known.place.revision;
    const resident = current ? known : emptyResident(model);
    if (resident.place.revision < state.revision) await readOn(store, collectionId, resident, signal);
    // Pages may end before the revision of the state does not stand for a face, as after a removal.
    resident.place = laterOf(resident.place, { revision: state.revision, personImageId: LAST_FACE_ID });
    residents.set(collectionId, resident);
    forgetOldest(residents);
    return viewOf(collectionId, state.alias, resident);
  }

  return {
    async open(collectionId, model, signal) {
      const before = readers.get(collectionId) ?? Promise.resolve();
      const mine = before.then(() => {
        signal.throwIfAborted();
        return read(collectionId, model, signal);
      });
      const done = mine.catch(() => undefined);
      readers.set(collectionId, done);
      try {
        return await mine;
      } finally {
        if (readers.get(collectionId) === done) readers.delete(collectionId);
      }
    },
  };
}

function emptyResident(model: string): Resident {
  return { place: { revision: 0, personImageId: '' }, model, count: 0, foreign: 0, chunks: [] };
}

async function readOn(
  store: Pick<CollectionStore, 'faces'>,
  collectionId: string,
  resident: Resident,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const page = await store.faces(collectionId, resident.place, PAGE);
    for (const face of page) {
      if (face.model === resident.model) keep(resident, face.embedding, face);
      else resident.foreign += 1;
      resident.place = { revision: face.revision, personImageId: face.personImageId };
    }
    if (page.length < PAGE) return;
    // A store in this process answers at once; others have their turn between two pages.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function keep(resident: Resident, embedding: Float32Array, { personId, personImageId }: FaceOwner): void {
  let chunk = resident.chunks.at(-1);
  if (chunk === undefined || chunk.owners.length >= CHUNK) {
    const bytes = CHUNK * embedding.length * Float32Array.BYTES_PER_ELEMENT;
    chunk = { faces: new Float32Array(new SharedArrayBuffer(bytes)), owners: [] };
    resident.chunks.push(chunk);
  }
  chunk.faces.set(embedding, chunk.owners.length * embedding.length);
  chunk.owners.push({ personId, personImageId });
  resident.count += 1;
}

function laterOf(a: FacePlace, b: FacePlace): FacePlace {
  return a.revision > b.revision ? a : b;
}

function viewOf(collectionId: string, alias: string, resident: Resident): ResidentCollection {
  const chunks = resident.chunks.map(
    ({ faces, owners }): GalleryChunk => ({ faces, owners, count: owners.length }),
  );
  return { kind: 'resident', collectionId, alias, chunks, foreign: resident.foreign };
}

/** Lets go of what was used longest ago; the newest stays whatever its size. */
function forgetOldest(residents: Map<string, Resident>): void {
  let total = [...residents.values()].reduce((sum, { count }) => sum + count, 0);
  for (const [collectionId, { count }] of residents) {
    if (total <= MAX_IDLE_FACES || residents.size === 1) return;
    residents.delete(collectionId);
    total -= count;
  }
}
