import { createHash, type KeyObject } from 'node:crypto';
import {
  actionFolder,
  type CaptureManifest,
  type FrameEntry,
  framePath,
  type InitResponse,
  initResponseSchema,
  type ResultPayload,
  resultPayloadSchema,
  type VideoAction,
} from '@presence/protocol';
import { exportJWK, FlattenedSign, generateKeyPair } from 'jose';
import JSZip from 'jszip';
import sharp from 'sharp';

/**
 * A client of the adapter that needs no browser: it follows the wire contract and claims whatever a test makes it claim.
 * `origin` is sent as a page of that origin would.
 */
export interface NodeCapture {
  readonly init: InitResponse;
  /** The container over the given clips, one per action; `claim` may change the manifest before it is signed. */
  seal(
    clips: readonly (readonly Buffer[])[],
    claim?: (manifest: CaptureManifest) => CaptureManifest,
  ): Promise<Buffer>;
  upload(container: Buffer): Promise<Response>;
  /** Long-polls until the result is final. */
  result(): Promise<ResultPayload>;
}

const FRAME_MS = 83;

async function frameEntry(file: string, jpeg: Buffer, timeMs: number, yaw: number): Promise<FrameEntry> {
  const { width, height } = await sharp(jpeg).metadata();
  return {
    file,
    sha256: createHash('sha256').update(jpeg).digest('hex'),
    time_ms: timeMs,
    width,
    height,
    face_box: { left: 200, top: 100, right: 440, bottom: 400 },
    landmarks: null,
    pose: { yaw, pitch: 0, roll: 0 },
    eyes: { left: 0.3, right: 0.3 },
    mouth: { width: 0.6, opening: 0 },
  };
}

/**
 * Opens a session as a page would. The manifest it makes claims that every action was performed. `always` goes along with
 * every call, as the SDK's `traceparent` does.
 */
export async function startNodeCapture(
  adapterUrl: string,
  actions: readonly VideoAction[],
  always: Readonly<Record<string, string>> = {},
): Promise<NodeCapture> {
  const origin = adapterUrl;
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const post = (path: string, headers: Record<string, string>, body: string | Buffer): Promise<Response> =>
    fetch(`${adapterUrl}${path}`, {
      method: 'POST',
      headers: { origin, ...always, ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  const reply = await post(
    '/init.php',
    { 'content-type': 'application/json' },
    JSON.stringify({ action: actions, client_key: { kty, crv, x, y } }),
  );
  const init = initResponseSchema.parse(await reply.json());
  const authorization = `Bearer ${init.session_token}`;
  return {
    init,
    seal: (clips, claim = (manifest) => manifest) => seal({ init, origin, privateKey, clips, claim }),
    upload: (container) =>
      post('/request.php', { 'content-type': 'application/zip', authorization }, container),
    result: async () => {
      for (;;) {
        const answer = await fetch(`${adapterUrl}/result.php?wait=20`, {
          headers: { origin, ...always, authorization },
        });
        const payload = resultPayloadSchema.parse(await answer.json());
        if (payload.state !== 'processing') return payload;
      }
    },
  };
}

interface SealOptions {
  readonly init: InitResponse;
  readonly origin: string;
  readonly privateKey: CryptoKey | KeyObject;
  readonly clips: readonly (readonly Buffer[])[];
  readonly claim: (manifest: CaptureManifest) => CaptureManifest;
}

async function seal({ init, origin, privateKey, clips, claim }: SealOptions): Promise<Buffer> {
  const zip = new JSZip();
  const actions: CaptureManifest['actions'] = [];
  let now = 100;
  for (const [index, clip] of clips.entries()) {
    const action = init.challenge.actions[index] as VideoAction; // these tests ask for video actions only
    const folder = actionFolder(index, action);
    const started = now;
    const frames: FrameEntry[] = [];
    for (const [i, jpeg] of clip.entries()) {
      const file = framePath(folder, i);
      zip.file(file, jpeg);
      // The claimed pose is a full turn and back, whatever the picture shows.
      frames.push(await frameEntry(file, jpeg, now, 30 * Math.sin((Math.PI * i) / clip.length)));
      now += FRAME_MS;
    }
    actions.push({
      action,
      folder,
      started_ms: started,
      ended_ms: now,
      outcome: 'performed',
      frames,
      best_frame: 0,
    });
  }
  const best = clips[0]?.[0];
  if (!best) throw new Error('a capture needs at least one frame');
  zip.file('best.jpg', best);
  const manifest = claim({
    version: 1,
    event_session_id: init.event_session_id,
    nonce: init.challenge.nonce,
    sdk_version: 'test',
    origin,
    actions,
    photos: [],
    best: {
      file: 'best.jpg',
      sha256: createHash('sha256').update(best).digest('hex'),
      action_index: 0,
      frame_index: 0,
    },
    best_lossless: null,
    camera: null,
    tracker: { kind: 'face_landmarker', reason: '', frames_tracked: now, frames_skipped: 0 },
    additional_info: '{}',
  });
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  const jws = await new FlattenedSign(bytes)
    .setProtectedHeader({ alg: 'ES256', b64: false, crit: ['b64'] })
    .sign(privateKey);
  zip.file('manifest.json', bytes);
  zip.file('manifest.jws', `${jws.protected}..${jws.signature}`);
  return await zip.generateAsync({ type: 'nodebuffer', compression: 'STORE' });
}
