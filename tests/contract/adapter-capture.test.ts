import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { HONEST_SIGNALS } from '../support/honest-signals.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

onEveryBackend((start) => {
  let backend: CaptureBackend;
  let adapter: AdapterUnderTest;
  beforeAll(async () => {
    backend = await start();
    adapter = await startTestAdapter(backend.apiUrl, { config: { save_lossless_frame: true } });
  });
  afterAll(async () => {
    await adapter.remove();
    await backend.remove();
  });

  it('a capture reaches the backend as the Oz API wants it and comes back as a status', async () => {
    const session = await adapter.open({
      action: ['video_selfie_best', 'video_selfie_left', 'photo_id_front'],
      meta: { transaction_id: 'tx-1' },
    });
    const draft = await draftContainer(session.init, { origin: adapter.url, lossless: true });
    const accepted = await session.upload(await sealContainer(draft, session.key));
    expect([accepted.status, await accepted.json()]).toEqual([202, { state: 'processing' }]);

    const result = await session.result();
    expect(result.status).toBe(200);
    expect(result.headers.get('cache-control')).toBe('no-store');
    expect(await result.json()).toEqual({
      state: 'finished',
      analyses: { quality: { state: 'finished', resolution: 'success' } },
    });

    const [folder, ...more] = await backend.foldersOf(session.init.event_session_id);
    expect(more).toEqual([]);
    expect(folder?.metaData).toEqual({
      transaction_id: 'tx-1',
      event_session_id: session.init.event_session_id,
    });
    expect(folder?.media.map(({ tags, fileName }) => ({ tags, fileName }))).toEqual([
      {
        tags: ['video_selfie', 'video_selfie_oneshot', 'orientation_portrait'],
        fileName: '01_video_selfie_best.zip',
      },
      {
        tags: ['video_selfie', 'video_selfie_left', 'orientation_portrait'],
        fileName: '02_video_selfie_left.zip',
      },
      { tags: ['photo_selfie'], fileName: 'best.png' },
      { tags: ['photo_id', 'photo_id_front'], fileName: 'photo_id_front.jpg' },
    ]);
    expect(folder?.media[1]?.metaData).toEqual({
      additional_info: '{"agent":"test"}',
      injection_signals: HONEST_SIGNALS,
      camera: draft.manifest.camera,
      frame_times_ms: draft.manifest.actions[1]?.frames.map(({ time_ms }) => time_ms),
    });
    expect(folder?.media[3]?.metaData).toEqual({
      additional_info: '{"agent":"test"}',
      photo_source: 'capture',
    });
    expect(folder?.analyses).toEqual(['quality']);

    const sent = ['0001', '0002', '0003', '0004'].map((name) =>
      draft.files.get(`02_video_selfie_left/${name}.jpg`),
    );
    expect(await folder?.media[1]?.content()).toEqual(sent);
    expect(await folder?.media[2]?.content()).toEqual([draft.files.get('best.png')]);
  });
});
