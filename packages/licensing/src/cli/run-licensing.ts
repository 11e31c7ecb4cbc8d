import { LicenceError } from '../licence-error.ts';
import type { CliHost } from './cli-host.ts';
import { inspectCommand } from './inspect-command.ts';
import { issueCommand } from './issue-command.ts';
import { keygenCommand } from './keygen-command.ts';
import { signOriginsCommand } from './sign-origins-command.ts';
import { verifyCommand } from './verify-command.ts';

const USAGE = `presence-licence: make and check Presence licences

  keygen --out <name> [--comment <text>]
      writes <name>.private.jwk.json (keep it secret) and <name>.public.jwk.json
  issue --key <private.jwk.json> --client <name> (--days <n> | --expires <date>) --out <file>
        [--origin <origin>]... [--feature liveness|biometry|collection]... [--analyses <n>] [--faces <n>]
        [--master-key <public.jwk.json>]
      signs a licence; without --feature it has liveness
  inspect <file>
      shows what a licence says; does not check its signature
  verify <file> [--public-keys <folder>] [--origin <origin>] [--master-signature <text>]
      checks signature, expiry and origin; exit code 0 when all hold
  sign-origins --key <master private.jwk.json> --licence <file> --origin <origin>...
      prints a master_license_signature that adds origins to a licence

Exit codes: 0 yes, 1 the licence does not hold, 2 wrong usage or unusable input.`;

const COMMANDS = new Map<string, (args: readonly string[], host: CliHost) => Promise<number>>([
  ['keygen', keygenCommand],
  ['issue', issueCommand],
  ['inspect', inspectCommand],
  ['verify', verifyCommand],
  ['sign-origins', signOriginsCommand],
]);

/** Runs one command and returns the exit code. */
export async function runLicensing(args: readonly string[], host: CliHost): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    host.print(USAGE);
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.get(name);
  if (!command) {
    host.printError(`There is no command "${name}".\n\n${USAGE}`);
    return 2;
  }
  try {
    return await command(rest, host);
  } catch (error) {
    host.printError(describe(error));
    return error instanceof LicenceError && error.code !== 'licence_input_invalid' ? 1 : 2;
  }
}

function describe(error: unknown): string {
  if (error instanceof LicenceError)
    return error.detail === undefined ? error.message : `${error.message}\n${error.detail}`;
  return error instanceof Error ? error.message : String(error);
}
