import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { issueLicence } from '../issue-licence.ts';
import { parsePrivateKey } from '../key-pair.ts';
import { LicenceError } from '../licence-error.ts';
import { parsePublicKey } from '../public-keys.ts';
import type { CliHost } from './cli-host.ts';
import { required } from './required.ts';

const DAY_MS = 86_400_000;
const FEATURES = ['liveness', 'biometry', 'collection'];

export async function issueCommand(args: readonly string[], host: CliHost): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      key: { type: 'string' },
      client: { type: 'string' },
      origin: { type: 'string', multiple: true, default: [] },
      days: { type: 'string' },
      expires: { type: 'string' },
      feature: { type: 'string', multiple: true, default: ['liveness'] },
      analyses: { type: 'string' },
      faces: { type: 'string' },
      'master-key': { type: 'string' },
      out: { type: 'string' },
    },
  });
  const keyPath = required(values.key, '--key');
  const out = required(values.out, '--out');
  const unknown = values.feature.find((feature) => !FEATURES.includes(feature));
  if (unknown !== undefined)
    throw new LicenceError(
      'licence_input_invalid',
      `--feature ${unknown} is none of ${FEATURES.join(', ')}.`,
    );
  const masterPath = values['master-key'];
  const now = host.now();
  const text = await issueLicence(
    {
      license_id: randomUUID(),
      client: required(values.client, '--client'),
      origins: values.origin,
      issued_at: new Date(now).toISOString(),
      expires_at: expiry(values, now),
      features: {
        liveness: values.feature.includes('liveness'),
        biometry: values.feature.includes('biometry'),
        collection: values.feature.includes('collection'),
      },
      limits: {
        ...(values.analyses === undefined ? {} : { analyses: Number(values.analyses) }),
        ...(values.faces === undefined ? {} : { faces: Number(values.faces) }),
      },
      ...(masterPath === undefined
        ? {}
        : { master_key: parsePublicKey(await host.readFile(masterPath), masterPath) }),
    },
    parsePrivateKey(await host.readFile(keyPath), keyPath),
  );
  await host.writeFile(out, text, 0o644);
  host.print(`${out} written`);
  return 0;
}

function expiry(values: { days?: string; expires?: string }, now: number): string {
  if ((values.days === undefined) === (values.expires === undefined))
    throw new LicenceError('licence_input_invalid', 'Give either --days or --expires.');
  const time =
    values.days === undefined ? Date.parse(values.expires ?? '') : now + Number(values.days) * DAY_MS;
  if (Number.isFinite(time) && Math.abs(time) < 8.64e15) return new Date(time).toISOString();
  throw new LicenceError(
    'licence_input_invalid',
    `"${values.days ?? values.expires}" is no time. Write --days 365 or --expires 2027-11-22.`,
  );
}
