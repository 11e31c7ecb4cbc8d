import { createHash, type KeyObject } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import {
  actionFolder,
  type CaptureAction,
  type CaptureManifest,
  framePath,
  type InitResponse,
  isPhotoAction,
  isVideoAction,
} from '@presence/protocol';
import { exportJWK, FlattenedSign, generateKeyPair } from 'jose';
import sharp from 'sharp';
import { ZipFile } from 'yazl';
import { HONEST_SIGNALS } from './honest-signals.ts';

/** A session's key as a browser would make it. */
export interface ClientKeyPair {
  readonly publicJwk: { kty: string; crv: string; x: string; y: string };
  readonly privateKey: CryptoKey | KeyObject;
}

export async function newClientKey(): Promise<ClientKeyPair> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { kty = '', crv = '', x = '', y = '' } = await exportJWK(publicKey);
  return { publicJwk: { kty, crv, x, y }, privateKey };
}

/** Everything a container is made of, still open to changes. */
export interface DraftContainer {
  manifest: CaptureManifest;
  /** In zip order, without manifest and signature. */
  files: Map<string, Buffer>;
}

export interface DraftOptions {
  readonly origin: string;
  readonly framesPerAction?: number;
  readonly lossless?: boolean;
}

const FRAME_MS = 83;
const WIDTH = 48;
const HEIGHT = 64;

/** A small grey picture; `shade` makes each one different. */
export async function picture(shade: number, format: 'jpeg' | 'png' = 'jpeg'): Promise<Buffer> {
  const background = { r: shade % 256, g: (shade * 7) % 256, b: 90 };
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
}

/** An honest capture of the session's challenge. */
export async function draftContainer(
  init: Pick<InitResponse, 'event_session_id' | 'challenge'>,
  { origin, framesPerAction = 4, lossless = false }: DraftOptions,
): Promise<DraftContainer> {
  const files = new Map<string, Buffer>();
  const { actions, end } = await draftActions(init.challenge.actions, framesPerAction, files);
  const photos: CaptureManifest['photos'] = [];
  for (const action of init.challenge.actions) {
    if (!isPhotoAction(action)) continue;
    const jpeg = await picture(200 + photos.length);
    files.set(`${action}.jpg`, jpeg);
    photos.push({
      action,
      source: 'capture',
      file: `${action}.jpg`,
      sha256: sha256(jpeg),
      width: WIDTH,
      height: HEIGHT,
    });
  }
  const best = actions.length > 0 ? await picture(0) : undefined;
  if (best) files.set('best.jpg', best);
  const png = lossless ? await picture(0, 'png') : undefined;
  if (png) files.set('best.png', png);
  const manifest: CaptureManifest = {
    version: 1,
    event_session_id: init.event_session_id,
    nonce: init.challenge.nonce,
    sdk_version: 'test',
    origin,
    actions,
    photos,
    best: best ? { file: 'best.jpg', sha256: sha256(best), action_index: 0, frame_index: 0 } : null,
    best_lossless: png ? { file: 'best.png', sha256: sha256(png) } : null,
    camera: {
      label: 'Integrated Camera',
      facing: 'user',
      settings: { width: 640, height: 480, frameRate: 30 },
      virtual_camera: { suspected: false, signals: [] },
    },
    tracker: { kind: 'face_landmarker', reason: '', frames_tracked: end, frames_skipped: 0 },
    injection_signals: HONEST_SIGNALS,
    additional_info: '{"agent":"test"}',
  };
  return { manifest, files };
}

async function draftActions(
  challenge: readonly CaptureAction[],
  framesPerAction: number,
  files: Map<string, Buffer>,
): Promise<{ actions: CaptureManifest['actions']; end: number }> {
  const actions: CaptureManifest['actions'] = [];
  let now = 100;
  for (const action of challenge) {
    if (!isVideoAction(action)) continue;
    const folder = actionFolder(actions.length, action);
    const started_ms = now;
    const frames: CaptureManifest['actions'][number]['frames'] = [];
    for (let index = 0; index < framesPerAction; index += 1) {
      const jpeg = await picture(actions.length * 40 + index);
      const file = framePath(folder, index);
      files.set(file, jpeg);
      frames.push({
        file,
        sha256: sha256(jpeg),
        time_ms: now,
        width: WIDTH,
        height: HEIGHT,
        face_box: null,
        landmarks: null,
        pose: null,
        eyes: null,
        mouth: null,
      });
      now += FRAME_MS;
    }
    actions.push({ action, folder, started_ms, ended_ms: now, outcome: 'manual', frames, best_frame: 0 });
  }
  return { actions, end: now };
}

/** The detached JWS over the manifest's bytes. */
async function signManifest(bytes: Uint8Array, key: ClientKeyPair['privateKey']): Promise<string> {
  const jws = await new FlattenedSign(bytes)
    .setProtectedHeader({ alg: 'ES256', b64: false, crit: ['b64'] })
    .sign(key);
  return `${jws.protected}..${jws.signature}`;
}

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
  /** Unix mode, e.g. 0o120777 for a link. */
  readonly mode?: number;
  readonly compress?: boolean;
}

export async function zipOf(entries: readonly ZipEntry[], forceZip64Format = false): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes, mode = 0o100644, compress = false } of entries)
    zip.addBuffer(bytes, name, { compress, mode, forceZip64Format });
  zip.end({ forceZip64Format, comment: '' });
  return buffer(zip.outputStream);
}

/** Entries of a complete, signed container; a test may add to them or take away. */
export async function sealedEntries(draft: DraftContainer, key: ClientKeyPair): Promise<ZipEntry[]> {
  const bytes = Buffer.from(JSON.stringify(draft.manifest));
  const jws = await signManifest(bytes, key.privateKey);
  return [
    { name: 'manifest.json', bytes, compress: true },
    { name: 'manifest.jws', bytes: Buffer.from(jws) },
    ...[...draft.files].map(([name, content]) => ({ name, bytes: content })),
  ];
}

export async function sealContainer(draft: DraftContainer, key: ClientKeyPair): Promise<Buffer> {
  return zipOf(await sealedEntries(draft, key));
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
