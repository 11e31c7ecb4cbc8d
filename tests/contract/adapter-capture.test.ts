import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { HONEST_SIGNALS } from '../support/honest-signals.ts';
import { type OzBackend, startOzBackend } from '../support/oz-backend.ts';

let backend: OzBackend;
let adapter: AdapterUnderTest;

beforeAll(async () => {
  backend = await startOzBackend();
  adapter = await startTestAdapter(backend.apiUrl, { config: { save_lossless_frame: true } });
});
afterAll(async () => {
  await adapter.remove();
  await backend.stop();
});

describe('a capture from init to verdict', () => {
  it('reaches the backend as the Oz API wants it and comes back as a status', async () => {
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

    const folder = backend.folders[0];
    expect(backend.folders).toHaveLength(1);
    expect(folder?.idempotencyKey).toBe(session.init.event_session_id);
    expect(folder?.metaData).toEqual({
      transaction_id: 'tx-1',
      event_session_id: session.init.event_session_id,
    });
    expect(folder?.media.map(({ tags, fileName, contentType }) => ({ tags, fileName, contentType }))).toEqual(
      [
        {
          tags: ['video_selfie', 'video_selfie_oneshot', 'orientation_portrait'],
          fileName: '01_video_selfie_best.zip',
          contentType: 'application/zip',
        },
        {
          tags: ['video_selfie', 'video_selfie_left', 'orientation_portrait'],
          fileName: '02_video_selfie_left.zip',
          contentType: 'application/zip',
        },
        { tags: ['photo_id', 'photo_id_front'], fileName: 'photo_id_front.jpg', contentType: 'image/jpeg' },
        { tags: ['photo_selfie'], fileName: 'best.png', contentType: 'image/png' },
      ],
    );
    expect(folder?.media[1]?.metaData).toEqual({
      additional_info: '{"agent":"test"}',
      injection_signals: HONEST_SIGNALS,
      frame_times_ms: draft.manifest.actions[1]?.frames.map(({ time_ms }) => time_ms),
    });
    expect(folder?.media[2]?.metaData).toEqual({
      additional_info: '{"agent":"test"}',
      photo_source: 'capture',
    });
    expect(folder?.analyses).toMatchObject([{ type: 'quality', params: { extract_best_shot: true } }]);

    const shots = await JSZip.loadAsync(folder?.media[1]?.bytes ?? Buffer.alloc(0));
    expect(Object.keys(shots.files)).toEqual(['0001.jpg', '0002.jpg', '0003.jpg', '0004.jpg']);
    expect(await shots.file('0002.jpg')?.async('nodebuffer')).toEqual(
      draft.files.get('02_video_selfie_left/0002.jpg'),
    );
  });
});
