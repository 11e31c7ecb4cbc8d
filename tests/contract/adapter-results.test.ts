import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, type OpenSession, startTestAdapter } from '../support/adapter-under-test.ts';
import { captureThrough } from '../support/capture-through.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { BACKEND_TOKEN } from '../support/oz-backend.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

const QUALITY = { state: 'finished', resolution: 'success' };
const FINISHED = { state: 'finished', analyses: { quality: QUALITY } };

onEveryBackend((start) => {
  let backend: CaptureBackend;
  let adapter: AdapterUnderTest;
  /** Ms added to the real time. */
  let ahead = 0;

  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.remove());
  beforeEach(async () => {
    ahead = 0;
    adapter = await startTestAdapter(backend.apiUrl, { clock: { now: () => Date.now() + ahead } });
  });
  afterEach(() => adapter.remove());

  const foldersOf = ({ init }: OpenSession) => backend.foldersOf(init.event_session_id);
  const bestShotOf = ({ init }: OpenSession) =>
    adapter.call('/best-shot.php', { headers: { authorization: `Bearer ${init.session_token}` } });
  const upload = async () => {
    const session = await adapter.open();
    const draft = await draftContainer(session.init, { origin: adapter.url });
    expect((await session.upload(await sealContainer(draft, session.key))).status).toBe(202);
    return session;
  };

  describe('result modes', () => {
    it('safe tells the page that it is finished, and nothing else', async () => {
      await adapter.reconfigure({ result_mode: 'safe' });
      const { session, result } = await captureThrough(adapter);
      expect(result).toEqual({ state: 'finished' });
      const shot = await bestShotOf(session);
      expect([shot.status, (await shot.json()).code]).toEqual([404, 'not_found']);
    });

    it('folder adds the folder id', async () => {
      await adapter.reconfigure({ result_mode: 'folder' });
      const { session, result } = await captureThrough(adapter);
      const [folder] = await foldersOf(session);
      expect(folder).toBeDefined();
      expect(result).toEqual({ ...FINISHED, folder_id: folder?.folderId });
    });

    it('full adds everything, and the best shot comes through the adapter', async () => {
      await adapter.reconfigure({ result_mode: 'full' });
      const { session, result } = await captureThrough(adapter);
      expect(result.analyses?.quality).toMatchObject({ ...QUALITY, result_json: { type: 'QUALITY' } });
      const shot = await bestShotOf(session);
      expect(shot.headers.get('content-type')).toBe('image/jpeg');
      expect(Buffer.from(await shot.arrayBuffer()).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    });

    it('status is the same from one stateless call', async () => {
      await adapter.reconfigure({ architecture: 'lite' });
      expect((await captureThrough(adapter)).result).toEqual(FINISHED);
    });
  });

  it("uses the page's token when configured so, for the capture and its best shot", async () => {
    await adapter.reconfigure({ api_use_token: 'client', api_token: null, result_mode: 'full' });
    const { session, result } = await captureThrough(adapter, { token: BACKEND_TOKEN });
    expect(result).toMatchObject({ state: 'finished', analyses: { quality: QUALITY } });
    expect((await bestShotOf(session)).status).toBe(200);
  });

  describe('a backend that is down', () => {
    it('leaves the capture processing, then gets it exactly once', async () => {
      await backend.stop();
      const session = await upload();
      expect(await (await session.result(0)).json()).toMatchObject({ state: 'processing' });
      await backend.restart();
      expect(await (await session.result()).json()).toEqual(FINISHED);
      expect(await foldersOf(session)).toHaveLength(1);
    });

    it('gets it once from the next process, too, if the adapter was killed meanwhile', async () => {
      await backend.stop();
      const session = await upload();
      await adapter.stop();
      await backend.restart();
      await adapter.restart();
      expect(await (await session.result()).json()).toEqual(FINISHED);
      expect(await foldersOf(session)).toHaveLength(1);
    });

    it('for longer than the capture may wait ends it with session_expired', async () => {
      await backend.stop();
      const session = await upload();
      await adapter.stop();
      ahead = 25 * 3_600_000;
      await backend.restart();
      await adapter.restart();
      const answer = await session.result();
      expect([answer.status, (await answer.json()).code]).toEqual([410, 'session_expired']);
      expect(await foldersOf(session)).toEqual([]);
    });
  });
});
