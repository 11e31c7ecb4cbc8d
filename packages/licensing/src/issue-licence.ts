import { FlattenedSign } from 'jose';
import * as z from 'zod';
import { type PrivateKey, signerOf } from './key-pair.ts';
import { LICENCE_ALG, LICENCE_TYP, licenceSchema } from './licence.ts';
import { LicenceError } from './licence-error.ts';

export type LicenceInput = z.input<typeof licenceSchema>;

/**
 * Signs a licence and returns the text of the file.
 * @throws {LicenceError} `licence_input_invalid` with every problem of the input.
 */
export async function issueLicence(input: LicenceInput, privateKey: PrivateKey): Promise<string> {
  const licence = licenceSchema.safeParse(input);
  if (!licence.success) {
    throw new LicenceError(
      'licence_input_invalid',
      `The licence cannot be issued:\n${z.prettifyError(licence.error)}`,
      { cause: licence.error },
    );
  }
  if (Date.parse(licence.data.expires_at) <= Date.parse(licence.data.issued_at))
    throw new LicenceError('licence_input_invalid', 'The licence would expire before it is issued.');
  const signer = await signerOf(privateKey);
  const bytes = new TextEncoder().encode(JSON.stringify(licence.data));
  const jws = await new FlattenedSign(bytes)
    .setProtectedHeader({ alg: LICENCE_ALG, typ: LICENCE_TYP, kid: signer.kid })
    .sign(signer.key);
  return `${JSON.stringify(jws, null, 2)}\n`;
}
