import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { form, jpeg, type Reply, shotSet, startEngine, type TestEngine } from './oz-api-support.ts';

/* The binary container, made by the code that docs/engine-api.md shows. */

type Files = Record<string, Buffer | string>;

let engine: TestEngine;
let seal: (media: Files, payload: unknown, sessionToken: string) => Files;

beforeAll(async () => {
  engine = await startEngine();
  const page = readFileSync(new URL('../../docs/engine-api.md', import.meta.url), 'utf8');
  const snippet = /```js\n(\/\/ Container[\s\S]*?)```/.exec(page)?.[1];
  if (snippet === undefined) throw new Error('docs/engine-api.md shows no container');
  ({ seal } = await import(`data:text/javascript,${encodeURIComponent(snippet)}`));
});
afterAll(() => engine.remove());

const sessionToken = async (): Promise<string> =>
  (await engine.call('GET', '/api/authorize/session_token')).body.session_token;

type Change = (parts: Files, session: string) => unknown;

interface ZipOptions {
  readonly compress?: boolean;
  readonly mode?: number;
}

function zipped(files: Files, { compress = false, mode = 0o100644 }: ZipOptions = {}): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files))
    zip.addBuffer(Buffer.from(bytes), name, { compress, mode });
  zip.end();
  return buffer(zip.outputStream);
}

function send(
  body: Uint8Array,
  session: string | undefined,
  path = '/api/folders',
  headers: Record<string, string> = {},
): Promise<Reply> {
  return engine.call('POST', path, {
    body: new Uint8Array(body),
    headers: {
      'Content-Type': 'application/octet-stream',
      ...(session === undefined ? {} : { 'X-Forensic-Session-Token': session }),
      ...headers,
    },
  });
}

const PAYLOAD = {
  'folder:meta_data': { transaction_id: 'sealed' },
  'media:tags': { 'video_1.zip': ['video_selfie', 'video_selfie_blank', 'orientation_portrait'] },
  analyses: [{ type: 'quality', source_media: ['video_1.zip'] }],
};

async function media(): Promise<Files> {
  return { 'video_1.zip': await shotSet([jpeg(randomUUID()), jpeg('2')]), 'photo.jpg': jpeg(randomUUID()) };
}

async function expectRefusal(reply: Reply | Promise<Reply>, oz: number, code: string): Promise<void> {
  const { status, body } = await reply;
  expect([status, body.error_code, body.details?.code]).toEqual([400, oz, code]);
  if (code.startsWith('container')) expect(body.error_message).toMatch(/^Invalid request data: /);
}

describe('a container', () => {
  it.each([false, true])('becomes a folder with its analyses (deflated: %s)', async (compress) => {
    const session = await sessionToken();
    const files = await media();
    const { status, body } = await send(
      await zipped({ ...seal(files, PAYLOAD, session), ...files }, { compress }),
      session,
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      meta_data: { transaction_id: 'sealed' },
      system_resolution: 'SUCCESS',
      media: expect.arrayContaining([
        expect.objectContaining({
          media_type: 'SHOTS_SET_FOLDER',
          original_name: 'video_1.zip',
          tags: PAYLOAD['media:tags']['video_1.zip'],
        }),
        expect.objectContaining({ media_type: 'IMAGE_FOLDER', original_name: 'photo.jpg' }),
      ]),
      analyses: [{ type: 'QUALITY', state: 'FINISHED', source_media: [{ original_name: 'video_1.zip' }] }],
    });
    expect(body.meta_data).not.toHaveProperty('container');
  });

  it('does for an instant request, and needs no access token beside its session token', async () => {
    const session = await sessionToken();
    const files = await media();
    const body = await zipped({ ...seal(files, PAYLOAD, session), ...files });
    const reply = await engine.call('POST', '/api/instant/folders/', {
      token: null,
      body: new Uint8Array(body),
      headers: { 'Content-Type': 'application/octet-stream', 'X-Forensic-Session-Token': session },
    });
    expect([reply.status, reply.body.analyses[0].resolution]).toEqual([200, 'SUCCESS']);
    expect((await send(body, session)).status).toBe(401); // Used up.
  });

  it('is replayed by its idempotency key', async () => {
    const session = await sessionToken();
    const files = await media();
    const body = await zipped({ ...seal(files, PAYLOAD, session), ...files });
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await send(body, session, undefined, headers);
    const second = await send(body, session, undefined, headers);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.folder_id).toBe(first.body.folder_id);
  });
});

describe('refused is a container', () => {
  const sealed = async (change: Change = () => {}) => {
    const session = await sessionToken();
    const files = await media();
    const parts: Files = { ...seal(files, PAYLOAD, session), ...files };
    await change(parts, session);
    return { session, parts };
  };
  const refused = async (change: Change, oz: number, code: string, options: ZipOptions = {}) => {
    const { session, parts } = await sealed(change);
    await expectRefusal(send(await zipped(parts, options), session), oz, code);
  };

  it('without payload.json: 3', async () => {
    await refused(without('payload.json'), 3, 'container_payload_missing');
    await refused((parts, session) => Object.assign(parts, reseal('{}', session)), 3, 'invalid_structure');
    await refused((parts, session) => Object.assign(parts, reseal('[', session)), 3, 'invalid_structure');
  });

  it('without media: 4', async () => {
    const session = await sessionToken();
    const empty = await zipped(seal({}, { 'folder:meta_data': {} }, session));
    await expectRefusal(send(empty, session), 4, 'container_media_missing');
  });

  it('that is damaged: 5', async () => {
    await refused(having('photo.jpg', jpeg('another')), 5, 'container_damaged');
    await refused(without('photo.jpg'), 5, 'container_damaged');
    await refused(having('more.jpg', jpeg('more')), 5, 'container_damaged');
    const { session, parts } = await sealed();
    const bytes = await zipped(parts, { compress: true });
    const at = bytes.indexOf('photo.jpg') + 'photo.jpg'.length;
    bytes.fill(0xff, at, at + 6);
    await expectRefusal(send(bytes, session), 5, 'container_damaged');
  });

  it('that did not come: 13', async () => {
    await expectRefusal(send(Buffer.alloc(0), await sessionToken()), 13, 'container_missing');
  });

  it('that cannot be unpacked, or is not of this session: 14', async () => {
    await expectRefusal(send(Buffer.from('hello'), await sessionToken()), 14, 'container_unreadable');
    const { session, parts } = await sealed();
    const whole = await zipped(parts);
    await expectRefusal(send(whole.subarray(0, -30), session), 14, 'container_unreadable');
    await expectRefusal(send(whole, await sessionToken()), 14, 'container_unreadable');
    const { status, body } = await send(whole, undefined);
    expect([status, body.error_code]).toEqual([400, 14]);
    expect(body.error_message).toContain('Invalid or empty Session Token');
    await refused(without('payload.jws'), 14, 'container_unreadable');
    await refused(having('payload.jws', 'a.b.c'), 14, 'container_unreadable');
    await refused(
      (parts) => having('payload.json', `${parts['payload.json']} `)(parts),
      14,
      'container_unreadable',
    );
    await refused(having('folder/x.jpg', 'x'), 14, 'container_unreadable');
    await refused(() => {}, 14, 'container_unreadable', { mode: 0o120777 });
  });

  it('whose signature says of itself that it is none', async () => {
    for (const head of ['{"alg":"none","b64":false,"crit":["b64"]}', '{"alg":"HS256"}'])
      await refused(
        (parts, session) => Object.assign(parts, reseal(String(parts['payload.json']), session, head)),
        14,
        'container_unreadable',
      );
  });

  it('over the limits', async () => {
    const big = { 'big.jpg': Buffer.concat([jpeg('big'), Buffer.alloc(70 * 1024)]) };
    const session = await sessionToken();
    const large = await send(await zipped({ ...seal(big, {}, session), ...big }), session);
    expect([large.status, large.body.details.code]).toEqual([413, 'file_too_large']);
    const many = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, jpeg(name)]));
    const crowd = await send(await zipped({ ...seal(many, {}, session), ...many }), session);
    expect([crowd.status, crowd.body.details.code]).toEqual([413, 'too_many_files']);
    const endless = await send(Buffer.alloc(3 * 1024 * 1024), session);
    expect([endless.status, endless.body.details.code]).toEqual([413, 'body_too_large']);
  });

  it('anywhere but where a folder is made; and nothing of it stays', async () => {
    const folder = await engine.call('POST', '/api/folders', { body: form({ v: jpeg('v') }) });
    const { session, parts } = await sealed();
    const path = `/api/folders/${folder.body.folder_id}/media`;
    await expectRefusal(send(await zipped(parts), session, path), 5, 'invalid_type');
    expect(engine.media.staged()).toEqual([]);
  });
});

const having = (name: string, content: Buffer | string) => (parts: Files) => {
  parts[name] = content;
};
const without = (name: string) => (parts: Files) => {
  delete parts[name];
};

/** The two files of a seal over a payload of one's own. */
function reseal(
  payload: string,
  session: string,
  head = '{"alg":"HS256","b64":false,"crit":["b64"]}',
): Files {
  const encoded = Buffer.from(head).toString('base64url');
  const signature = createHmac('sha256', session).update(`${encoded}.${payload}`).digest('base64url');
  return { 'payload.json': payload, 'payload.jws': `${encoded}..${signature}` };
}
