import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, type OpenSession, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { freePort } from '../support/free-port.ts';
import { startEngine, type TestEngine } from './oz-api-support.ts';

/* The adapter on our own engine: in the project `contract` on SQLite and files, in `cluster` on PostgreSQL, Redis and S3. */

let engine: TestEngine;
let adapter: AdapterUnderTest;
let port: number;

beforeAll(async () => {
  port = await freePort();
  engine = await startEngine({ config: { port } });
  const config = { api_token: engine.token, analyses: { quality: true, biometry: true, documents: false } };
  adapter = await startTestAdapter(`${engine.url}/api/`, { config });
});
afterAll(async () => {
  await adapter.remove();
  await engine.remove();
});

async function foldersOf({ init }: OpenSession) {
  const query = `meta_data=event_session_id==${init.event_session_id}&with_analyses=true`;
  const { body } = await engine.call('GET', `/api/folders/?${query}`);
  return body.items;
}

/** The same number of frames gives the same files again, which the engine takes for a repetition. */
async function send(session: OpenSession, framesPerAction: number): Promise<void> {
  const draft = await draftContainer(session.init, { origin: adapter.url, framesPerAction });
  const accepted = await session.upload(await sealContainer(draft, session.key));
  expect(accepted.status).toBe(202);
}

describe('the adapter and the engine', () => {
  it('take a capture from init to verdict, with all its media and analyses in one folder', async () => {
    const session = await adapter.open({
      action: ['video_selfie_left', 'photo_id_front'],
      meta: { transaction_id: 'tx-7' },
    });
    await send(session, 4);
    expect(await (await session.result()).json()).toEqual({
      state: 'finished',
      analyses: {
        quality: { state: 'finished', resolution: 'success' },
        biometry: { state: 'finished', resolution: 'success' },
      },
    });
    const [folder, ...more] = await foldersOf(session);
    expect(more).toEqual([]);
    expect(folder).toMatchObject({
      meta_data: { transaction_id: 'tx-7' },
      resolution_status: 'FINISHED',
      system_resolution: 'SUCCESS',
    });
    const shown = await engine.call('GET', `/api/folders/${folder.folder_id}`);
    const of = (type: string) =>
      shown.body.media.filter((one: { media_type: string }) => one.media_type === type);
    expect(of('SHOTS_SET_FOLDER')).toMatchObject([
      { tags: ['video_selfie', 'video_selfie_left', 'orientation_portrait'], images: { length: 4 } },
    ]);
    expect(of('IMAGE_FOLDER')).toMatchObject([{ tags: ['photo_id', 'photo_id_front'] }]);
    expect(await engine.media.folders()).toContain(folder.folder_id);
    expect(engine.media.staged()).toEqual([]);
  });

  it('lose nothing and repeat nothing when both go down between upload and verdict', async () => {
    const session = await adapter.open({ action: ['video_selfie_smile'] });
    await engine.stop();
    await send(session, 5);
    await adapter.stop();
    const { dataDir, token } = engine;
    engine = await startEngine({ dataDir, config: { port } });
    expect(engine.token).toBe(token);
    await adapter.restart();
    expect(await (await session.result()).json()).toMatchObject({
      state: 'finished',
      analyses: { quality: { resolution: 'success' } },
    });
    expect(await foldersOf(session)).toHaveLength(1);
  });

  it('carry on over an analysis that breaks, and tell of a refusal', async () => {
    engine.analyser.faults = 1;
    // The same frames as in the first capture: the engine has seen the file.
    const session = await adapter.open({ action: ['video_selfie_left', 'photo_id_front'] });
    await send(session, 4);
    expect(await (await session.result()).json()).toMatchObject({
      state: 'finished',
      analyses: { quality: { state: 'finished', resolution: 'declined' } },
    });
    expect(engine.analyser.faults).toBe(0);
    expect(await foldersOf(session)).toHaveLength(1);
  });
});
