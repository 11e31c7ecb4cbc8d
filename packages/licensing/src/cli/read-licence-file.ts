import { LICENCE_MESSAGES, LicenceError } from '../licence-error.ts';
import type { CliHost } from './cli-host.ts';

/** @throws {LicenceError} `license_not_found` with the documented message. */
export async function readLicenceFile(host: CliHost, path: string): Promise<string> {
  try {
    return await host.readFile(path);
  } catch (cause) {
    throw new LicenceError('license_not_found', LICENCE_MESSAGES.notFound(path), { cause });
  }
}
