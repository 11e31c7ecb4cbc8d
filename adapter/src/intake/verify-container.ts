import { type CaptureManifest, LIMITS, MANIFEST_FILE, SIGNATURE_FILE } from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';
import type { BufferPool } from '../model/buffer-pool.ts';
import type { Session } from '../model/session.ts';
import { type ContainerArchive, openContainer } from './container-archive.ts';
import { MAX_SIGNATURE_BYTES } from './intake.data.ts';
import { readSmallEntry } from './read-entry.ts';
import { verifyChallenge, verifyTimes } from './verify-challenge.ts';
import { type AcceptedContents, verifyContents } from './verify-contents.ts';
import { verifyFiles } from './verify-files.ts';
import { verifyLayout } from './verify-layout.ts';
import { parseManifest, verifySignature } from './verify-manifest.ts';

export interface VerifyOptions {
  /** Ms since the epoch. */
  readonly now: number;
  readonly accepted: AcceptedContents;
  readonly signal: AbortSignal;
  readonly buffers: BufferPool;
}

/**
 * Accepts a container file only if it is complete, unaltered, signed with the session's key and answers its challenge.
 * Every refusal is an `AdapterError` with a `container_*` code. Reads each byte once; memory does not grow with size.
 */
export async function verifyContainer(
  path: string,
  session: Session,
  { now, accepted, signal, buffers }: VerifyOptions,
): Promise<CaptureManifest> {
  const archive = await openContainer(path, buffers);
  try {
    const bytes = await readManifest(archive, MANIFEST_FILE, LIMITS.maxManifestBytes);
    const signature = await readManifest(archive, SIGNATURE_FILE, MAX_SIGNATURE_BYTES);
    await verifySignature(bytes, signature.toString('latin1'), session.clientKey);
    const manifest = parseManifest(bytes);
    verifyChallenge(manifest, session);
    verifyContents(manifest, accepted);
    verifyLayout(manifest);
    verifyTimes(manifest, now - session.createdAt);
    await verifyFiles(archive, manifest, signal);
    return manifest;
  } finally {
    archive.close();
  }
}

async function readManifest(archive: ContainerArchive, name: string, maxBytes: number): Promise<Buffer> {
  const entry = archive.files.get(name);
  if (entry === undefined)
    throw new AdapterError(
      name === SIGNATURE_FILE ? 'container_signature_invalid' : 'container_manifest_invalid',
      `The container holds no ${name}. Send what the SDK made.`,
      { context: { issues: [{ path: name, message: 'missing' }] } },
    );
  if (entry.uncompressedSize > maxBytes)
    throw new AdapterError('container_too_large', `${name} is over its limit of ${maxBytes} bytes.`);
  return readSmallEntry(archive.openFile(name), maxBytes);
}
