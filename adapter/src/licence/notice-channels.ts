import { createTransport } from 'nodemailer';
import type { AdapterConfig } from '../model/adapter-config.ts';
import type { LicenceFacts } from '../model/licence-gate.ts';
import type { LicenceNotice } from './licence-notices.ts';

/** What is told at once. `facts` are undefined while the licence cannot be read. */
export interface NoticeLetter {
  readonly notices: readonly LicenceNotice[];
  readonly facts: LicenceFacts | undefined;
  /** Ms since the epoch. */
  readonly at: number;
}

/** One way to tell the operator; rejects if it did not work. */
export interface NoticeChannel {
  readonly name: string;
  send(letter: NoticeLetter): Promise<void>;
}

export type NoticeConfig = Pick<
  AdapterConfig,
  'license_webhook_url' | 'license_mail_to' | 'license_mail_from' | 'smtp_url'
>;

/** Ms a receiver may take; nobody waits for it, but nothing may hang for ever. */
const TIMEOUT_MS = 10_000;

/** The channels that are configured. */
export function noticeChannels(config: NoticeConfig, fetchIt: typeof fetch): readonly NoticeChannel[] {
  const { license_webhook_url: hook, license_mail_to: to, license_mail_from: from, smtp_url: smtp } = config;
  return [
    ...(hook === null ? [] : [webhook(hook, fetchIt)]),
    ...(to.length === 0 || smtp === null ? [] : [mail(smtp, from, to)]),
  ];
}

function webhook(url: string, fetchIt: typeof fetch): NoticeChannel {
  return {
    name: 'webhook',
    send: async ({ notices, facts, at }) => {
      const answer = await fetchIt(url, {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        body: JSON.stringify({
          event: 'license_notice',
          time: new Date(at).toISOString(),
          license_id: facts?.licenceId ?? null,
          client: facts?.client ?? null,
          expiration_time: facts === undefined ? null : new Date(facts.expiresAt).toISOString(),
          license_period_rest: facts?.daysLeft ?? null,
          notices,
        }),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the receiver answered HTTP ${answer.status}`);
    },
  };
}

function mail(smtpUrl: string, from: string, to: readonly string[]): NoticeChannel {
  return {
    name: 'mail',
    send: async ({ notices, facts }) => {
      const transport = createTransport({
        url: smtpUrl,
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
        // Nothing of a file or an address is ever attached.
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail({
          from,
          to: [...to],
          subject: `Presence licence: ${notices[0]?.message ?? 'notice'}`,
          text: letterText(notices, facts),
        });
      } finally {
        transport.close();
      }
    },
  };
}

function letterText(notices: readonly LicenceNotice[], facts: LicenceFacts | undefined): string {
  const about =
    facts === undefined
      ? []
      : [
          `Licence: ${facts.licenceId}`,
          `Client: ${facts.client}`,
          `Expires: ${new Date(facts.expiresAt).toISOString()}`,
        ];
  return [
    ...notices.map(({ message }) => message),
    '',
    ...about,
    '',
    'GET /license of the adapter shows more.',
  ]
    .join('\n')
    .concat('\n');
}
