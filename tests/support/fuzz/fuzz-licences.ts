import { createKeyPair, importPublicKey, issueLicence, LicenceError, readLicence } from '@presence/licensing';
import { BANK_LICENCE } from '../test-licence.ts';
import { type Fuzzer, requireSame } from './fuzz-adapter.ts';
import { mutatedJson, mutatedText } from './mutations.ts';

/** Licence files: changed bytes, and changed members of the file under the old signature. */
export async function licenceFuzzer(): Promise<Fuzzer> {
  const issuer = await createKeyPair();
  const options = { publicKeys: [await importPublicKey(issuer.publicKey)], path: 'license.json' };
  const original = await issueLicence(BANK_LICENCE, issuer.privateKey);
  const expected = await readLicence(original, options);
  return {
    next: async (random) => {
      const whole = random.int(2) === 0;
      const text = whole
        ? mutatedText(random, original)
        : (JSON.stringify(mutatedJson(random, JSON.parse(original))) ?? '');
      try {
        requireSame('a licence', await readLicence(text, options), expected);
        return 'accepted';
      } catch (error) {
        if (error instanceof LicenceError) return error.code;
        throw error;
      }
    },
    settle: async () => {},
  };
}
