import { describe, expect, it } from 'vitest';
import type { CollectionState, StoredFace } from '../model/collections.ts';
import { createResidentGallery } from './resident-gallery.ts';

const never = new AbortController().signal;

/** A collection that grows and shrinks, and counts how many faces it was asked for. */
class Shelf {
  state: CollectionState = { collectionId: 'c', alias: 'blacklist', revision: 0, removalRevision: 0 };
  stored: StoredFace[] = [];
  read = 0;
  readonly gallery = createResidentGallery({
    state: async (id) => (id === 'c' ? this.state : undefined),
    faces: async (_id, after, limit) => {
      const page = this.stored
        .filter(
          ({ revision, personImageId }) =>
            revision > after.revision || (revision === after.revision && personImageId > after.personImageId),
        )
        .slice(0, limit);
      this.read += page.length;
      return page;
    },
  });

  add(count: number, model = 'm'): void {
    const revision = this.state.revision + 1;
    const from = this.stored.length;
    for (let k = from; k < from + count; k += 1)
      this.stored.push({
        personId: `p${k}`,
        personImageId: String(k).padStart(6, '0'),
        revision,
        model,
        embedding: Float32Array.of(k, 1),
      });
    this.state = { ...this.state, revision };
  }

  async faces(model = 'm'): Promise<{ readonly values: number[]; readonly foreign: number }> {
    const { chunks = [], foreign = 0 } = (await this.gallery.open('c', model, never)) ?? {};
    const values = chunks.flatMap(({ faces, count }) =>
      Array.from({ length: count }, (_, at) => faces[2 * at] ?? -1),
    );
    return { values, foreign };
  }
}

describe('createResidentGallery', () => {
  it('reads every face once, over many pages and chunks, and later the new ones alone', async () => {
    const shelf = new Shelf();
    shelf.add(5_000);
    expect((await shelf.faces()).values).toEqual(shelf.stored.map(({ embedding }) => embedding[0]));
    expect(shelf.read).toBe(5_000);
    shelf.add(2);
    const [one, two] = await Promise.all([shelf.faces(), shelf.faces()]);
    expect(one.values).toHaveLength(5_002);
    expect(two.values).toEqual(one.values);
    expect(shelf.read).toBe(5_002);
  });

  it('forgets a face that was removed', async () => {
    const shelf = new Shelf();
    shelf.add(3);
    await shelf.faces();
    shelf.stored.splice(1, 1);
    shelf.state = { ...shelf.state, revision: 2, removalRevision: 2 };
    expect((await shelf.faces()).values).toEqual([0, 2]);
    expect(await shelf.gallery.open('gone', 'm', never)).toBeUndefined();
  });

  it('keeps faces of another model out of the search, and counts them', async () => {
    const shelf = new Shelf();
    shelf.add(2);
    shelf.add(3, 'older');
    expect(await shelf.faces()).toEqual({ values: [0, 1], foreign: 3 });
    expect(await shelf.faces('older')).toEqual({ values: [2, 3, 4], foreign: 2 });
  });

  it('stops reading when it is told to', async () => {
    const shelf = new Shelf();
    shelf.add(2);
    await expect(shelf.gallery.open('c', 'm', AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect((await shelf.faces()).values).toHaveLength(2);
  });
});
