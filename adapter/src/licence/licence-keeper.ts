import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LICENCE_MESSAGES, originAllowed } from '@presence/licensing';
import { AdapterError } from '../model/adapter-error.ts';
import type { Clock } from '../model/clock.ts';
import { fileFingerprint } from '../model/file-fingerprint.ts';
import type { LicenceGate, LicenceStatus, UsageCounter } from '../model/licence-gate.ts';
import type { Logger } from '../model/logger.ts';
import { LICENCE_RULES } from './licence.data.ts';
import { type LicenceState, licenceTransition, type Usage } from './licence-state.ts';
import { licenceStatus, type NeededFeatures } from './licence-status.ts';
import { type LicenceConfig, readLicenceEvent } from './read-licence-event.ts';

export interface LicenceKeeperOptions {
  readonly config: LicenceConfig;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Counts what the licence limits; without it limits are shown and not enforced. */
  readonly counter?: UsageCounter;
  /** Told of the standing after the routine and after every count. */
  readonly onStatus?: (status: LicenceStatus, when: 'routine' | 'count') => void;
  readonly fileCheckMs?: number;
}

export interface LicenceKeeper extends LicenceGate {
  /** The routine of start and midnight: read the file, count, log. Never rejects. */
  runRoutine(): Promise<void>;
  /** Counts again if the last count is missing. */
  countIfNeeded(): Promise<void>;
  close(): void;
}

/**
 * Reads the licence, runs the routine at every midnight (UTC) and reads the file again when it changes. A problem with the licence is
 * a state, never an exception: the process goes on and captures are refused.
 */
export async function createLicenceKeeper(options: LicenceKeeperOptions): Promise<LicenceKeeper> {
  const { config, logger, clock, counter, onStatus } = options;
  const needed = neededFeatures(config);
  let state: LicenceState = { kind: 'loading' };
  let fingerprint = '';

  const status = () => licenceStatus(state, needed, clock.now());
  const read = async () => {
    fingerprint = await fingerprintOf(config);
    state = licenceTransition(state, await readLicenceEvent(config));
  };
  const count = async () => {
    if (counter === undefined || state.kind !== 'held') return;
    const id = state.licence.license_id;
    try {
      const [analyses, faces] = await Promise.all([counter.analyses(id), counter.faces(id)]);
      state = licenceTransition(state, { kind: 'counted', usage: { analyses, faces } });
    } catch (error) {
      state = licenceTransition(state, { kind: 'counting-failed' });
      logger.warn(
        { err: error },
        'what the licence limits could not be counted; tried again at the next look',
      );
    }
  };
  const runRoutine = async () => {
    await read();
    await count();
    logStatus(logger, status());
    onStatus?.(status(), 'routine');
  };
  const checkFile = async () => {
    if ((await fingerprintOf(config)) !== fingerprint) {
      await untilWritten(config);
      return runRoutine();
    }
    // A count that failed waits for the next request or midnight; a good one is kept fresh, replicas count too.
    if (state.kind !== 'held' || !isCounted(state.usage)) return;
    await count();
    onStatus?.(status(), 'count');
  };

  await runRoutine();
  const { fileCheckMs = LICENCE_RULES.fileCheckMs } = options;
  const stopChecking = again(checkFile, () =>
    state.kind === 'held' ? fileCheckMs : Math.min(fileCheckMs, LICENCE_RULES.repairCheckMs),
  );
  const stopMidnight = atEveryMidnight(clock, runRoutine);

  return {
    status,
    requireLicence: (origin) => {
      const current = status();
      if (current.kind === 'valid') requireOrigin(current.facts, origin);
      else if (current.kind === 'refused') throw new AdapterError(current.code, current.message);
      else throw new AdapterError('license_not_found', LICENCE_MESSAGES.notFound(config.license_file));
    },
    runRoutine,
    countIfNeeded: async () => {
      if (state.kind === 'held' && !isCounted(state.usage)) await count();
    },
    close: () => {
      stopChecking();
      stopMidnight();
    },
  };
}

function isCounted({ analyses, faces }: Usage): boolean {
  return analyses !== null || faces !== null;
}

function requireOrigin(
  facts: { readonly origins: readonly string[]; readonly extraOrigins: readonly string[] },
  origin: string | undefined,
): void {
  if (origin === undefined)
    throw new AdapterError(
      'origin_missing',
      'The call names no origin; call from a page, not from a server.',
    );
  if (originAllowed({ origins: [...facts.origins] }, origin, facts.extraOrigins)) return;
  throw new AdapterError('license_origin_denied', LICENCE_MESSAGES.originDenied(), { context: { origin } });
}

function neededFeatures(config: LicenceConfig): NeededFeatures {
  return {
    liveness: config.analyses.quality,
    biometry: config.analyses.biometry,
    collection: config.collection_ids.length > 0,
  };
}

/** Changes when the licence or a key is added, replaced, edited or removed. */
async function fingerprintOf(config: LicenceConfig): Promise<string> {
  const folder = config.license_public_keys;
  const keys = await readdir(folder).catch(() => []);
  return fileFingerprint([config.license_file, ...keys.sort().map((name) => join(folder, name))]);
}

/** Whoever replaces a file may be in the middle of it: waits until two looks see the same, but not for ever. */
async function untilWritten(config: LicenceConfig): Promise<void> {
  let before = '';
  for (let looks = 0; looks < LICENCE_RULES.settleLooks; looks += 1) {
    const now = await fingerprintOf(config);
    if (now === before) return;
    before = now;
    await sleep(LICENCE_RULES.settleMs, undefined, { ref: false });
  }
}

function atEveryMidnight(clock: Clock, run: () => Promise<void>): () => void {
  return again(run, () => msUntilMidnight(clock.now()));
}

/** Runs it after each pause, never twice at once; the answer stops it. */
function again(run: () => Promise<void>, pauseMs: () => number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const arm = () => {
    if (closed) return;
    timer = setTimeout(() => void run().finally(arm), pauseMs());
    timer.unref();
  };
  arm();
  return () => {
    closed = true;
    clearTimeout(timer);
  };
}

const DAY_MS = 86_400_000;

/** Milliseconds to the next midnight in UTC; a whole day at midnight itself. */
export function msUntilMidnight(now: number): number {
  return DAY_MS - (now % DAY_MS);
}

function logStatus(logger: Logger, status: LicenceStatus): void {
  if (status.kind === 'valid') {
    const { licenceId, client, daysLeft, warnings } = status.facts;
    logger.info({ licenceId, client, daysLeft }, 'the licence is valid');
    for (const warning of warnings) logger.warn({ licenceId }, warning);
  } else if (status.kind === 'refused') {
    logger.error(
      { code: status.code, detail: status.detail },
      `${status.message}; captures are refused until this is solved`,
    );
  }
}
