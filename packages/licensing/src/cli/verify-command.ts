import { parseArgs } from 'node:util';
import { daysLeft } from '../days-left.ts';
import type { Licence } from '../licence.ts';
import { LICENCE_MESSAGES, LicenceError } from '../licence-error.ts';
import { verifyMasterSignature } from '../master-signature.ts';
import { originAllowed } from '../origin-allowed.ts';
import { readPublicKeys } from '../public-keys.ts';
import { verifyLicence } from '../verify-licence.ts';
import type { CliHost } from './cli-host.ts';
import { readLicenceFile } from './read-licence-file.ts';
import { required } from './required.ts';

export async function verifyCommand(args: readonly string[], host: CliHost): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'public-keys': { type: 'string', default: 'license/public-keys' },
      origin: { type: 'string' },
      'master-signature': { type: 'string' },
    },
  });
  const path = required(positionals[0], '<file>');
  const publicKeys = await readPublicKeys(values['public-keys']);
  const licence = await verifyLicence(await readLicenceFile(host, path), {
    publicKeys,
    path,
    now: host.now(),
  });
  const extra =
    values['master-signature'] === undefined
      ? []
      : await verifyMasterSignature(licence, values['master-signature']);
  checkOrigin(licence, values.origin, extra);
  host.print(
    `valid: ${licence.client}, until ${licence.expires_at} (${daysLeft(licence, host.now())} days left)`,
  );
  const origins = [...licence.origins, ...extra];
  host.print(`origins: ${origins.length === 0 ? 'localhost only' : `${origins.join(', ')} and localhost`}`);
  return 0;
}

function checkOrigin(licence: Licence, origin: string | undefined, extra: readonly string[]): void {
  if (origin === undefined || originAllowed(licence, origin, extra)) return;
  throw new LicenceError('license_origin_denied', LICENCE_MESSAGES.originDenied(), {
    detail: `${origin} is none of: ${[...licence.origins, ...extra, 'localhost'].join(', ')}`,
  });
}
