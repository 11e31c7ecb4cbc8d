import type { CaptureManifest, ErrorCode } from '@presence/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, type OpenSession, startTestAdapter } from '../support/adapter-under-test.ts';
import {
  type DraftContainer,
  draftContainer,
  newClientKey,
  picture,
  sealContainer,
  sealedEntries,
  type ZipEntry,
  zipOf,
} from '../support/container-fixture.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

onEveryBackend((start) => {
  let backend: CaptureBackend;
  let adapter: AdapterUnderTest;

  beforeAll(async () => {
    backend = await start();
    adapter = await startTestAdapter(backend.apiUrl);
  });
  afterAll(async () => {
    await adapter.remove();
    await backend.remove();
  });

  interface Attempt {
    readonly session: OpenSession;
    readonly draft: DraftContainer;
  }

  async function begin(actions = ['video_selfie_left', 'video_selfie_smile']): Promise<Attempt> {
    const session = await adapter.open({ action: actions });
    return { session, draft: await draftContainer(session.init, { origin: adapter.url }) };
  }

  async function expectRefused(session: OpenSession, container: Buffer, code: ErrorCode): Promise<void> {
    const answer = await session.upload(container);
    const body = await answer.json();
    expect(body).toMatchObject({ code, event_session_id: session.init.event_session_id });
    expect(answer.ok).toBe(false);
    // A refusal must leave the session usable for an honest container.
    const honest = await draftContainer(session.init, { origin: adapter.url });
    expect((await session.upload(await sealContainer(honest, session.key))).status).toBe(202);
    expect(await (await session.result()).json()).toMatchObject({ state: 'finished' });
    expect(await backend.foldersOf(session.init.event_session_id)).toHaveLength(1);
  }

  type Change = (draft: DraftContainer) => void | Promise<void>;

  function firstAction(manifest: CaptureManifest) {
    const entry = manifest.actions[0];
    if (!entry) throw new Error('the fixture has actions');
    return entry;
  }

  function frameOf(manifest: CaptureManifest, index: number) {
    const frame = firstAction(manifest).frames[index];
    if (!frame) throw new Error('the fixture has this frame');
    return frame;
  }

  const SIGNED_CLAIMS: readonly (readonly [string, ErrorCode, Change])[] = [
    [
      'another nonce',
      'container_nonce_invalid',
      ({ manifest }) => {
        manifest.nonce = 'A'.repeat(43);
      },
    ],
    [
      'another session',
      'container_nonce_invalid',
      ({ manifest }) => {
        manifest.event_session_id = '00000000-0000-4000-8000-000000000000';
      },
    ],
    [
      'another origin',
      'container_nonce_invalid',
      ({ manifest }) => {
        manifest.origin = 'https://evil.example';
      },
    ],
    [
      'actions in another order',
      'container_actions_mismatch',
      ({ manifest }) => void manifest.actions.reverse(),
    ],
    ['an action left out', 'container_actions_mismatch', ({ manifest }) => void manifest.actions.pop()],
    [
      'another action than asked',
      'container_actions_mismatch',
      ({ manifest }) => {
        firstAction(manifest).action = 'video_selfie_right';
      },
    ],
    [
      'a frame earlier than the one before',
      'container_times_invalid',
      ({ manifest }) => {
        frameOf(manifest, 2).time_ms = frameOf(manifest, 1).time_ms;
      },
    ],
    [
      'a frame after the end',
      'container_times_invalid',
      ({ manifest }) => {
        frameOf(manifest, 3).time_ms = 9_999;
      },
    ],
    [
      'an end before the start',
      'container_times_invalid',
      ({ manifest }) => {
        firstAction(manifest).ended_ms = 1;
      },
    ],
    [
      'actions that overlap',
      'container_times_invalid',
      ({ manifest }) => {
        firstAction(manifest).ended_ms += 5_000;
      },
    ],
    [
      'more time than the session exists',
      'container_times_invalid',
      ({ manifest }) => {
        const last = manifest.actions.at(-1);
        if (last) last.ended_ms += 600_000;
      },
    ],
    [
      'a file missing',
      'container_file_missing',
      ({ files }) => void files.delete('01_video_selfie_left/0002.jpg'),
    ],
    [
      'a file nobody listed',
      'container_file_extra',
      async ({ files }) => void files.set('extra.jpg', await picture(9)),
    ],
    [
      'a file replaced after signing',
      'container_file_altered',
      async ({ files }) => void files.set('01_video_selfie_left/0001.jpg', await picture(77)),
    ],
    [
      'another size than claimed',
      'container_file_altered',
      ({ manifest }) => {
        frameOf(manifest, 0).width = 640;
      },
    ],
    [
      'an index out of range',
      'container_manifest_invalid',
      ({ manifest }) => {
        firstAction(manifest).best_frame = 99;
      },
    ],
    [
      'a best shot of no frame',
      'container_manifest_invalid',
      ({ manifest }) => {
        if (manifest.best) manifest.best.frame_index = 99;
      },
    ],
    [
      'frames named out of order',
      'container_manifest_invalid',
      ({ manifest }) => {
        frameOf(manifest, 0).file = '01_video_selfie_left/0009.jpg';
      },
    ],
    [
      'a property the schema does not know',
      'container_manifest_invalid',
      ({ manifest }) => void Object.assign(manifest, { verdict: 'live' }),
    ],
  ];

  describe('a signed container that claims', () => {
    it.each(SIGNED_CLAIMS)('%s is refused with %s and can be sent again', async (_what, code, change) => {
      const { session, draft } = await begin();
      await change(draft);
      await expectRefused(session, await sealContainer(draft, session.key), code);
    });

    it('a photo from a file is refused where photo_source allows the camera only', async () => {
      const { session, draft } = await begin(['video_selfie_left', 'photo_id_front']);
      for (const photo of draft.manifest.photos) photo.source = 'upload';
      await expectRefused(session, await sealContainer(draft, session.key), 'container_photo_source_denied');
    });
  });

  type Edit = (entries: ZipEntry[]) => ZipEntry[];

  function replace(name: string, bytes: Buffer): Edit {
    return (entries) => entries.map((entry) => (entry.name === name ? { ...entry, bytes } : entry));
  }

  const EDITS: readonly (readonly [string, ErrorCode, Edit])[] = [
    [
      'without a manifest',
      'container_manifest_invalid',
      (all) => all.filter(({ name }) => name !== 'manifest.json'),
    ],
    [
      'without a signature',
      'container_signature_invalid',
      (all) => all.filter(({ name }) => name !== 'manifest.jws'),
    ],
    [
      'with a manifest changed after signing',
      'container_signature_invalid',
      (all) =>
        all.map((entry) =>
          entry.name === 'manifest.json'
            ? { ...entry, bytes: Buffer.from(entry.bytes.toString().replace('"manual"', '"performed"')) }
            : entry,
        ),
    ],
    [
      'with a signature that is no JWS',
      'container_signature_invalid',
      replace('manifest.jws', Buffer.from('nonsense')),
    ],
    [
      'with an unsigned JWS',
      'container_signature_invalid',
      replace(
        'manifest.jws',
        Buffer.from(
          `${Buffer.from('{"alg":"none","b64":false,"crit":["b64"]}').toString('base64url')}..AAAA`,
        ),
      ),
    ],
    ['with a file twice', 'container_malformed', (all) => [...all, ...all.slice(-1)]],
  ];

  describe('a container edited on the way', () => {
    it.each(EDITS)('%s is refused with %s', async (_what, code, edit) => {
      const { session, draft } = await begin();
      await expectRefused(session, await zipOf(edit(await sealedEntries(draft, session.key))), code);
    });

    it('signed with another key is refused', async () => {
      const { session, draft } = await begin();
      await expectRefused(
        session,
        await sealContainer(draft, await newClientKey()),
        'container_signature_invalid',
      );
    });

    it('of another session of the same page is refused', async () => {
      const [victim, other] = [await begin(), await begin()];
      await expectRefused(
        victim.session,
        await sealContainer(other.draft, other.session.key),
        'container_signature_invalid',
      );
    });
  });

  describe('a body that is no container', () => {
    it('is refused by its first bytes', async () => {
      const { session } = await begin();
      await expectRefused(session, Buffer.from('<html>'.repeat(1000)), 'container_malformed');
      await expectRefused(
        (await begin()).session,
        Buffer.from('PK\u0003\u0004 and then nothing'),
        'container_malformed',
      );
      await expectRefused((await begin()).session, Buffer.alloc(0), 'container_malformed');
    });

    it('cut in the middle is refused', async () => {
      const { session, draft } = await begin();
      const whole = await sealContainer(draft, session.key);
      await expectRefused(session, whole.subarray(0, whole.length / 2), 'container_malformed');
    });

    it('must be announced as a zip', async () => {
      const { session } = await begin();
      const answer = await adapter.call('/request.php', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${session.init.session_token}`,
        },
        body: '{}',
      });
      expect([answer.status, (await answer.json()).code]).toEqual([415, 'media_type_unsupported']);
    });

    it('closes the session after five refusals', async () => {
      const { session, draft } = await begin();
      for (let round = 0; round < 5; round += 1)
        expect((await session.upload(Buffer.from('no zip at all'))).status).toBe(422);
      const answer = await session.upload(await sealContainer(draft, session.key));
      expect([answer.status, (await answer.json()).code]).toEqual([409, 'session_token_used']);
    });
  });
});
