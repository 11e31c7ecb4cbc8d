import { expect, it } from 'vitest';
import type { NewMedia, Store } from '../../packages/engine/src/model/store.ts';

/** Makes folder and media, and returns the media. */
type Upload = (timeCreated: number, folderId?: string) => Promise<NewMedia>;

const T0 = 1_790_000_000_000;
const KEYS = ['0123456789abcdef', '1123456789abcdef'];
const hash = (key = KEYS[0], rest = '0') => `${key}${rest.repeat(48)}`;

/** What every store must do with the hashes of frames. */
export function describeFrameHashes(store: () => Store, upload: Upload): void {
  const ask = (mediaId: string, keys: readonly string[] = KEYS, since = 0) =>
    store().frameHashes.earlier(mediaId, { keys, since, limit: 10 });

  it('finds earlier media of other folders by a key, those with the most first', async () => {
    const [one, two, late] = [await upload(T0), await upload(T0 + 1), await upload(T0 + 2)];
    await store().frameHashes.keep(one.mediaId, [hash(), 'f'.repeat(64)]);
    await store().frameHashes.keep(two.mediaId, [hash(KEYS[0], '1'), hash(KEYS[1], '2')]);
    await store().frameHashes.keep(late.mediaId, [hash()]);
    const found = await ask(late.mediaId);
    expect(found).toHaveLength(2);
    expect([...(found[0] ?? [])].sort()).toEqual([hash(KEYS[0], '1'), hash(KEYS[1], '2')]);
    expect([...(found[1] ?? [])].sort()).toEqual([hash(), 'f'.repeat(64)]);
    expect(await ask(late.mediaId, ['e'.repeat(16)])).toEqual([]);
    expect(await ask(late.mediaId, [])).toEqual([]);
    expect(await ask(late.mediaId, KEYS, T0 + 1)).toHaveLength(1);
    expect(await ask(one.mediaId)).toEqual([]);
  });

  it('leaves out the own folder, and lets one of two at the same time be the first', async () => {
    const one = await upload(T0);
    const beside = await upload(T0 + 1, one.folderId);
    const twin = await upload(T0);
    for (const { mediaId } of [one, beside, twin]) await store().frameHashes.keep(mediaId, [hash()]);
    expect(await ask(beside.mediaId)).toHaveLength(1); // the twin alone
    const [first, second] = [await ask(one.mediaId), await ask(twin.mediaId)];
    expect(first.length + second.length).toBe(1);
  });

  it('keeps a media once, forgets what is old and what is deleted', async () => {
    const [one, late] = [await upload(T0), await upload(T0 + 5)];
    await store().frameHashes.keep(one.mediaId, [hash()]);
    await store().frameHashes.keep(one.mediaId, [hash(KEYS[1])]);
    expect(await ask(late.mediaId)).toEqual([[hash(KEYS[1])]]);
    await store().frameHashes.forgetBefore(T0);
    expect(await ask(late.mediaId)).toHaveLength(1);
    await store().frameHashes.forgetBefore(T0 + 1);
    expect(await ask(late.mediaId)).toEqual([]);
    await store().frameHashes.keep(one.mediaId, [hash()]);
    await store().folders.delete(one.folderId);
    expect(await ask(late.mediaId)).toEqual([]);
    await expect(store().frameHashes.keep(one.mediaId, [hash()])).resolves.toBeUndefined();
  });
}
