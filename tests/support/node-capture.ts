import { createHash, type KeyObject } from 'node:crypto';
import {
  type AcceptedResponse,
  type AdapterClient,
  type AdapterReply,
  actionFolder,
  adapterClient,
  type CaptureManifest,
  type FrameEntry,
  framePath,
  type InitResponse,
  type ResultPayload,
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
  /** Speaks with the origin of the page. */
  readonly client: AdapterClient;
  readonly init: InitResponse;
  /** The container over the given clips, one per action; `claim` may change the manifest before it is signed. */
  seal(
    clips: readonly (readonly Buffer[])[],
    claim?: (manifest: CaptureManifest) => CaptureManifest,
  ): Promise<Buffer>;
  upload(container: Buffer): Promise<AdapterReply<AcceptedResponse>>;
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
  const { x, y } = await exportJWK(publicKey);
  const client = adapterClient({ baseUrl: adapterUrl, headers: { origin, ...always } });
  const reply = await client.init({
    action: [...actions],
    client_key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' },
  });
  if (!reply.ok) throw new Error(`init.php answered ${reply.status} ${reply.error?.code}`);
  const init = reply.value;
  return {
    client,
    init,
    seal: (clips, claim = (manifest) => manifest) => seal({ init, origin, privateKey, clips, claim }),
    upload: (container) => client.request(init.session_token, new Uint8Array(container)),
    result: async () => {
      for (;;) {
        const answer = await client.result(init.session_token, 20);
        if (!answer.ok) throw new Error(`result.php answered ${answer.status} ${answer.error?.code}`);
        if (answer.value.state !== 'processing') return answer.value;
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
