/**
 * When the licence speaks up. Origin: LUNA licences service, licence routine and notifications (2026-11-22); the file
 * check is our own, so that a replaced licence needs no restart.
 */
export const LICENCE_RULES = {
  /** Days before the expiry from which a warning is given. */
  warnDaysLeft: 14,
  /** Percent of a limit left at which a warning is given. */
  warnPercentLeft: 15,
  /** Percent of a limit used above which captures stop. */
  stopAbovePercent: 110,
  /** Milliseconds between looks at the licence file and the folder of public keys. */
  fileCheckMs: 10_000,
  /** The same while no licence can be read: every capture is refused, and somebody is about to mend it. */
  repairCheckMs: 1_000,
  /** Milliseconds in which a replaced file must not change any more, and how often that is looked at before it is read anyhow. */
  settleMs: 200,
  settleLooks: 25,
  /** Milliseconds until a notice that could not be sent is tried again; ours. */
  retryNoticeMs: 300_000,
} as const;
