import { readFile } from 'node:fs/promises';
import {
  LICENCE_MESSAGES,
  type Licence,
  LicenceError,
  readLicence,
  readPublicKeys,
  verifyMasterSignature,
} from '@presence/licensing';
import type { AdapterConfig } from '../model/adapter-config.ts';
import type { LicenceEvent } from './licence-state.ts';

export type LicenceConfig = Pick<
  AdapterConfig,
  'license_file' | 'license_public_keys' | 'master_license_signature' | 'analyses' | 'collection_ids'
>;

/** Reads the licence and its keys. Never rejects: whatever is wrong becomes an event. */
export async function readLicenceEvent(config: LicenceConfig): Promise<LicenceEvent> {
  const path = config.license_file;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return unreadable('license_not_found', LICENCE_MESSAGES.notFound(path), error);
  }
  try {
    const publicKeys = await readPublicKeys(config.license_public_keys);
    const licence = await readLicence(text, { publicKeys, path });
    return { kind: 'read', licence, ...(await masterOrigins(config, licence)) };
  } catch (error) {
    return unreadable('license_invalid', LICENCE_MESSAGES.invalid(path), error);
  }
}

async function masterOrigins(config: LicenceConfig, licence: Licence) {
  if (config.master_license_signature === null) return { extraOrigins: [], notes: [] };
  try {
    return { extraOrigins: await verifyMasterSignature(licence, config.master_license_signature), notes: [] };
  } catch (error) {
    return { extraOrigins: [], notes: [`${messageOf(error)} It adds no origin.`] };
  }
}

function unreadable(
  code: 'license_not_found' | 'license_invalid',
  message: string,
  error: unknown,
): LicenceEvent {
  const detail =
    error instanceof LicenceError && error.detail !== undefined ? error.detail : messageOf(error);
  return { kind: 'unreadable', code, message, detail };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
