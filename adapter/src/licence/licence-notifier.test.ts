import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { LicenceFacts, LicenceStatus } from '../model/licence-gate.ts';
import { licenceNotices } from './licence-notices.ts';
import { licenceNotifier } from './licence-notifier.ts';
import { noticeChannels } from './notice-channels.ts';
import { noticeClaims } from './notice-claims.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-22T10:00:00Z');

const FACTS: LicenceFacts = {
  licenceId: '3a1c2b8e-59c6-4d52-8f53-0d6f6f6f0001',
  client: 'Bank',
  origins: [],
  extraOrigins: [],
  issuedAt: START - DAY_MS,
  expiresAt: START + 14 * DAY_MS,
  daysLeft: 14,
  features: { liveness: true, biometry: false, collection: false },
  limits: [{ name: 'analyses', limit: 1000, used: 849, usedPercent: 84.9 }],
  warnings: [],
};
const valid = (change: Partial<LicenceFacts> = {}): LicenceStatus => ({
  kind: 'valid',
  facts: { ...FACTS, ...change },
});
const use = (used: number) => [{ name: 'analyses', limit: 1000, used, usedPercent: used / 10 }] as const;

let folder: string;
let hook: Server;
let smtp: SMTPServer;
let now = START;
let hookStatus = 204;
const posted: { notices: { kind: string }[]; license_id: string; license_period_rest: number }[] = [];
const letters: { from: string; to: readonly string[]; text: string; user: string }[] = [];
const warned: string[] = [];

beforeAll(async () => {
  hook = createServer(async (request, response) => {
    const body = await text(request);
    if (hookStatus === 204) posted.push(JSON.parse(body));
    response.writeHead(hookStatus).end();
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  smtp = new SMTPServer({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: ({ username = '', password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('wrong password')),
    onData: (stream, session, done) => {
      void text(stream).then((body) => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        letters.push({
          from,
          to: rcptTo.map(({ address }) => address),
          text: body,
          user: String(session.user),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => hook.close(resolve));
  await new Promise<void>((resolve) => smtp.close(resolve));
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notices-'));
  now = START;
  for (const list of [posted, letters, warned]) list.length = 0;
  return () => rm(folder, { recursive: true });
});

/** A process that tells; several share the folder. */
function teller() {
  const smtpPort = (smtp.server.address() as AddressInfo).port;
  const hookPort = (hook.address() as AddressInfo).port;
  const channels = noticeChannels(
    {
      license_webhook_url: `http://127.0.0.1:${hookPort}/hook?key=hook-secret`,
      license_mail_to: ['ops@bank.example', 'cto@bank.example'],
      license_mail_from: 'Presence <presence@bank.example>',
      smtp_url: `smtp://adapter:right@127.0.0.1:${smtpPort}`,
    },
    fetch,
  );
  const warn = (fields: unknown, message: string) => void warned.push(JSON.stringify(fields) + message);
  return licenceNotifier({
    channels,
    claims: noticeClaims(folder),
    clock: { now: () => now },
    logger: { debug: () => {}, info: () => {}, warn, error: warn },
  });
}

it.each([
  ['15 days and 15.1 % left', valid({ daysLeft: 15 }), []],
  ['14 days left', valid(), ['expires_soon']],
  ['the last day', valid({ daysLeft: 0 }), ['expires_soon']],
  ['15 % left', valid({ daysLeft: 15, limits: use(850) }), ['limit_analyses']],
  ['110 % used', valid({ daysLeft: 15, limits: use(1100) }), ['limit_analyses']],
  [
    'expired',
    { kind: 'refused', code: 'license_expired', message: 'x', facts: { ...FACTS, daysLeft: -1 } },
    ['license_expired'],
  ],
  [
    'not found',
    { kind: 'refused', code: 'license_not_found', message: 'x', facts: undefined },
    ['license_not_found'],
  ],
  ['not read yet', { kind: 'loading' }, []],
] satisfies [string, LicenceStatus, string[]][])('has with %s', (_case, status, kinds) => {
  expect(licenceNotices(status).map(({ kind }) => kind)).toEqual(kinds);
});

it('tells a notice once a day by webhook and e-mail, whatever restarts in between', async () => {
  const [first, second] = [teller(), teller()];
  await Promise.all([first(valid()), second(valid())]);
  await first(valid());
  expect(posted).toMatchObject([
    { license_id: FACTS.licenceId, license_period_rest: 14, notices: [{ kind: 'expires_soon' }] },
  ]);
  expect(letters).toMatchObject([
    {
      from: 'presence@bank.example',
      to: ['ops@bank.example', 'cto@bank.example'],
      user: 'adapter',
      text: expect.stringContaining('Subject: Presence licence: The licence expires in 14 days.'),
    },
  ]);
  await second(valid({ limits: use(900) }));
  expect(posted[1]?.notices).toMatchObject([{ kind: 'limit_analyses' }]);
  now += DAY_MS;
  await teller()(valid({ daysLeft: 13 }));
  expect([posted.length, letters.length]).toEqual([3, 3]);
});

it('tries again what could not be sent, after some minutes, and logs no secret', async () => {
  hookStatus = 500;
  const tell = teller();
  await tell(valid());
  await tell(valid());
  expect(warned).toHaveLength(1);
  expect(warned[0]).toContain('HTTP 500');
  expect(warned[0]).not.toMatch(/hook-secret|right/);
  hookStatus = 204;
  now += 300_000;
  await tell(valid());
  expect(posted).toHaveLength(1);
  expect(letters).toHaveLength(1);
});
