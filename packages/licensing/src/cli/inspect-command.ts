import { parseArgs } from 'node:util';
import { inspectLicence } from '../verify-licence.ts';
import type { CliHost } from './cli-host.ts';
import { readLicenceFile } from './read-licence-file.ts';
import { required } from './required.ts';

export async function inspectCommand(args: readonly string[], host: CliHost): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const path = required(positionals[0], '<file>');
  host.print(JSON.stringify(inspectLicence(await readLicenceFile(host, path), path), null, 2));
  host.printError('The signature was not checked; "presence-licence verify" does that.');
  return 0;
}
