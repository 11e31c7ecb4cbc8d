import { CompactSign, compactVerify } from 'jose';
import * as z from 'zod';
import { type PrivateKey, signerOf } from './key-pair.ts';
import { LICENCE_ALG, type Licence, MASTER_TYP, originListSchema } from './licence.ts';
import { LicenceError } from './licence-error.ts';
import { importPublicKey, keyFinder } from './public-keys.ts';

const masterSchema = z.object({ license_id: z.uuid(), origins: originListSchema });
export type MasterInput = z.input<typeof masterSchema>;

/**
 * Signs origins with the client's own key: the value of `master_license_signature`, a compact JWS. It names the
 * licence, so that it cannot be carried over to another one.
 */
export async function signOrigins(input: MasterInput, privateKey: PrivateKey): Promise<string> {
  const payload = masterSchema.safeParse(input);
  if (!payload.success) {
    throw new LicenceError(
      'licence_input_invalid',
      `The origins cannot be signed:\n${z.prettifyError(payload.error)}`,
      { cause: payload.error },
    );
  }
  const signer = await signerOf(privateKey);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload.data)))
    .setProtectedHeader({ alg: LICENCE_ALG, typ: MASTER_TYP, kid: signer.kid })
    .sign(signer.key);
}

/**
 * The origins a `master_license_signature` adds to a licence.
 * @throws {LicenceError} `license_invalid` when the licence has no master key, the signature does not hold, or it
 * belongs to another licence.
 */
export async function verifyMasterSignature(licence: Licence, signature: string): Promise<readonly string[]> {
  if (licence.master_key === undefined)
    throw refused('the licence has no master_key; ask for one that has, or remove the signature');
  const loaded = await importPublicKey(licence.master_key);
  const verified = await compactVerify(signature, keyFinder([loaded], MASTER_TYP), {
    algorithms: [LICENCE_ALG],
  }).catch((cause: unknown) => {
    throw refused(cause instanceof Error ? cause.message : String(cause), cause);
  });
  const payload = parsePayload(verified.payload);
  if (payload.license_id !== licence.license_id)
    throw refused(`it was made for licence ${payload.license_id}, this one is ${licence.license_id}`);
  return payload.origins;
}

function parsePayload(bytes: Uint8Array): z.output<typeof masterSchema> {
  try {
    return masterSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw refused('its content breaks the format', cause);
  }
}

function refused(reason: string, cause?: unknown): LicenceError {
  return new LicenceError('license_invalid', `master_license_signature is not valid: ${reason}.`, { cause });
}
