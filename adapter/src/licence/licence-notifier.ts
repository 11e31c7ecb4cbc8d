import type { Clock } from '../model/clock.ts';
import type { LicenceStatus } from '../model/licence-gate.ts';
import type { Logger } from '../model/logger.ts';
import { LICENCE_RULES } from './licence.data.ts';
import { licenceNotices } from './licence-notices.ts';
import type { NoticeChannel } from './notice-channels.ts';
import type { NoticeClaims } from './notice-claims.ts';

export interface NotifierParts {
  readonly channels: readonly NoticeChannel[];
  readonly claims: NoticeClaims;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Told of the licence's standing after every look; never rejects. */
export type LicenceNotifier = (status: LicenceStatus) => Promise<void>;

/** Tells each notice once a day through every channel; one that fails is tried again after some minutes. */
export function licenceNotifier({ channels, claims, clock, logger }: NotifierParts): LicenceNotifier {
  const retryAt = new Map<string, number>();

  const tell = async (channel: NoticeChannel, status: LicenceStatus) => {
    const now = clock.now();
    if (now < (retryAt.get(channel.name) ?? 0)) return;
    const day = new Date(now).toISOString().slice(0, 10);
    const facts = status.kind === 'loading' ? undefined : status.facts;
    const nameOf = (kind: string) => `${channel.name}.${facts?.licenceId ?? 'none'}.${kind}`;
    const notices = [];
    for (const notice of licenceNotices(status))
      if (await claims.claim(day, nameOf(notice.kind))) notices.push(notice);
    if (notices.length === 0) return;
    try {
      await channel.send({ notices, facts, at: now });
      logger.info({ channel: channel.name, notices: notices.map(({ kind }) => kind) }, 'licence notice sent');
    } catch (error) {
      retryAt.set(channel.name, now + LICENCE_RULES.retryNoticeMs);
      for (const { kind } of notices) await claims.release(day, nameOf(kind));
      // The message alone: an address may hold a password.
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ channel: channel.name, reason }, 'a licence notice could not be sent; tried again later');
    }
  };
  return async (status) => {
    for (const channel of channels)
      await tell(channel, status).catch((error: unknown) =>
        logger.warn({ err: error }, 'licence notices could not be written down; check PRESENCE_DATA'),
      );
  };
}
