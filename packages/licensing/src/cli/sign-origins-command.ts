import { parseArgs } from 'node:util';
import { parsePrivateKey } from '../key-pair.ts';
import { LicenceError } from '../licence-error.ts';
import { signOrigins, verifyMasterSignature } from '../master-signature.ts';
import { inspectLicence } from '../verify-licence.ts';
import type { CliHost } from './cli-host.ts';
import { readLicenceFile } from './read-licence-file.ts';
import { required } from './required.ts';

export async function signOriginsCommand(args: readonly string[], host: CliHost): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      key: { type: 'string' },
      licence: { type: 'string' },
      origin: { type: 'string', multiple: true, default: [] },
    },
  });
  const keyPath = required(values.key, '--key');
  const licencePath = required(values.licence, '--licence');
  if (values.origin.length === 0)
    throw new LicenceError('licence_input_invalid', 'Give at least one --origin.');
  const licence = inspectLicence(await readLicenceFile(host, licencePath), licencePath);
  const signature = await signOrigins(
    { license_id: licence.license_id, origins: values.origin },
    parsePrivateKey(await host.readFile(keyPath), keyPath),
  );
  // Says at once when the key is not the licence's master key, instead of on the adapter.
  await verifyMasterSignature(licence, signature);
  host.print(signature);
  return 0;
}
