import { parseArgs } from 'node:util';
import { createKeyPair } from '../key-pair.ts';
import type { CliHost } from './cli-host.ts';
import { required } from './required.ts';

export async function keygenCommand(args: readonly string[], host: CliHost): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: 'string' }, comment: { type: 'string' } },
  });
  const name = required(values.out, '--out');
  const pair = await createKeyPair(values.comment);
  await host.writeFile(`${name}.private.jwk.json`, jsonOf(pair.privateKey), 0o600);
  await host.writeFile(`${name}.public.jwk.json`, jsonOf(pair.publicKey), 0o644);
  host.print(`${name}.private.jwk.json  keep it secret; never in a repository or on the adapter's machine`);
  host.print(`${name}.public.jwk.json   goes into the adapter's folder of public keys (license/public-keys)`);
  host.print(`key id ${pair.publicKey.kid ?? ''}`);
  return 0;
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
