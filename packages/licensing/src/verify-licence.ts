import { flattenedVerify } from 'jose';
import * as z from 'zod';
import { LICENCE_ALG, LICENCE_TYP, type Licence, licenceFileSchema, licenceSchema } from './licence.ts';
import { LICENCE_MESSAGES, LicenceError } from './licence-error.ts';
import { keyFinder, type LoadedKey } from './public-keys.ts';

export interface ReadLicenceOptions {
  /** Keys whose licences are accepted. */
  readonly publicKeys: readonly LoadedKey[];
  /** Named in messages. */
  readonly path: string;
}

export interface VerifyLicenceOptions extends ReadLicenceOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Checks signature, expiry and shape.
 * @throws {LicenceError} `license_invalid`, or `license_expired` with the licence attached.
 */
export async function verifyLicence(text: string, options: VerifyLicenceOptions): Promise<Licence> {
  const licence = await readLicence(text, options);
  if (options.now > Date.parse(licence.expires_at)) {
    throw new LicenceError('license_expired', LICENCE_MESSAGES.expired(), {
      detail: `It expired on ${licence.expires_at}. Install a new licence in the place of the old file.`,
      licence,
    });
  }
  return licence;
}

/** Checks signature and shape, but not the date. */
export async function readLicence(text: string, options: ReadLicenceOptions): Promise<Licence> {
  const file = licenceFileSchema.safeParse(parseJson(text, options.path));
  if (!file.success) throw invalid(options.path, 'It is not a flattened JWS in JSON.', file.error);
  const { payload, protected: header, signature } = file.data;
  const verified = await flattenedVerify(
    { payload, protected: header, signature },
    keyFinder(options.publicKeys, LICENCE_TYP),
    { algorithms: [LICENCE_ALG] },
  ).catch((cause: unknown) => {
    throw invalid(options.path, `Its signature does not hold: ${messageOf(cause)}`, cause);
  });
  return payloadOf(verified.payload, options.path);
}

/**
 * The payload of a licence file, without a look at the signature: for showing a file to a person, never for a decision.
 */
export function inspectLicence(text: string, path: string): Licence {
  const file = licenceFileSchema.safeParse(parseJson(text, path));
  if (!file.success) throw invalid(path, 'It is not a flattened JWS in JSON.', file.error);
  return payloadOf(Buffer.from(file.data.payload, 'base64url'), path);
}

function payloadOf(bytes: Uint8Array, path: string): Licence {
  const licence = licenceSchema.safeParse(parseJson(Buffer.from(bytes).toString('utf8'), path));
  if (licence.success) return licence.data;
  throw invalid(path, `Its content breaks the format:\n${z.prettifyError(licence.error)}`, licence.error);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid(path, 'It is not JSON.', cause);
  }
}

function invalid(path: string, detail: string, cause: unknown): LicenceError {
  return new LicenceError('license_invalid', LICENCE_MESSAGES.invalid(path), { detail, cause });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
