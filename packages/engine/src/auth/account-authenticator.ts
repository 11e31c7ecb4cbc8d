import { randomUUID } from 'node:crypto';
import type { Authenticator, TokenPair } from '../model/authenticator.ts';
import type { Clock } from '../model/clock.ts';
import { HOME_COMPANY_ID } from '../model/companies.ts';
import { EngineError } from '../model/engine-error.ts';
import type { Principal } from '../model/principal.ts';
import type { AccountRecord } from '../model/records.ts';
import type { AccountStore, FolderStore } from '../model/store.ts';
import { hashToken, newToken } from './access-token.ts';
import { capturePrincipal } from './capture-principal.ts';
import { LIFETIMES, SLIDE_SHARE } from './lifetimes.data.ts';
import { LoginThrottle } from './login-throttle.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { SessionTokenSigner } from './session-token.ts';

export interface AccountAuthenticatorOptions {
  readonly accounts: AccountStore;
  readonly folders: Pick<FolderStore, 'findShared'>;
  readonly signer: SessionTokenSigner;
  readonly lifetimes: SessionLifetimes;
  readonly now: Clock;
}

/** How long a session lasts unless it is used, in milliseconds. */
export interface SessionLifetimes {
  readonly userMs: number;
  /** Of accounts of type CLIENT SERVICE. */
  readonly serviceMs: number;
}

/** Accounts and sessions in the store, tokens only as hashes. */
export function createAccountAuthenticator(options: AccountAuthenticatorOptions): Authenticator {
  const { accounts, signer, now } = options;
  const throttle = new LoginThrottle(now);
  // Checked when the address is unknown, so that known and unknown ones take the same time.
  let nobody: Promise<string> | undefined;
  return {
    login(email, password) {
      const address = email.toLowerCase();
      return throttle.inTurn(address, async () => {
        const wait = throttle.waitSeconds(address);
        if (wait > 0)
          throw new EngineError('login_throttled', `Too many failed log-ins. Try again in ${wait} s.`, {
            details: { retry_after_seconds: wait },
          });
        const account = await accounts.findByEmail(address);
        nobody ??= hashPassword(newToken());
        const correct = await verifyPassword(password, account?.passwordHash ?? (await nobody));
        if (!account?.passwordHash || !correct) {
          throttle.failed(address);
          throw new EngineError('auth_invalid', 'Unknown e-mail address or wrong password.');
        }
        throttle.succeeded(address);
        await accounts.deleteSessionsExpiredBefore(now() - LIFETIMES.refreshGraceMs);
        return openSession(options, account, null);
      });
    },
    refresh: (expireToken, accessToken) => refresh(options, expireToken, accessToken),
    async authenticate(accessToken, sessionToken, sharedToken) {
      if (accessToken === undefined && sessionToken === undefined && sharedToken !== undefined)
        return folderReader(options, sharedToken);
      return authenticate(options, accessToken, sessionToken);
    },
    captureSessionToken: (principal) => signer.sign(principal.userId),
  };
}

/** Lifetime of a session by account type. */
export function sessionLifetimeMs(
  account: Pick<AccountRecord, 'userType'>,
  { userMs, serviceMs }: SessionLifetimes,
): number {
  return account.userType === 'CLIENT SERVICE' ? serviceMs : userMs;
}

async function openSession(
  { accounts, lifetimes, now }: AccountAuthenticatorOptions,
  account: AccountRecord,
  replaces: string | null,
): Promise<TokenPair> {
  const pair = {
    accessToken: newToken(),
    expireToken: newToken(),
    expiresAt: now() + sessionLifetimeMs(account, lifetimes),
  };
  await accounts.addSession({
    sessionId: randomUUID(),
    userId: account.userId,
    accessHash: hashToken(pair.accessToken),
    expireHash: hashToken(pair.expireToken),
    expiresAt: pair.expiresAt,
    replaces,
  });
  return pair;
}

/** The three refusals carry the documented messages (Oz page "Authentication"). The missing field is the API's to refuse. */
async function refresh(
  options: AccountAuthenticatorOptions,
  expireToken: string,
  accessToken: string | undefined,
): Promise<TokenPair> {
  const { accounts, now } = options;
  if (accessToken === undefined) throw notProvided();
  const session = await accounts.findSessionByExpire(hashToken(expireToken));
  const account = session && (await accounts.get(session.userId));
  if (!session || !account || session.expiresAt + LIFETIMES.refreshGraceMs < now())
    throw new EngineError('auth_invalid', 'Session not found');
  if (session.accessHash !== hashToken(accessToken))
    throw new EngineError('auth_forbidden', 'You have not access to refresh this session');
  return openSession(options, account, session.sessionId);
}

async function authenticate(
  options: AccountAuthenticatorOptions,
  accessToken: string | undefined,
  sessionToken: string | undefined,
): Promise<Principal> {
  const bearer = accessToken === undefined ? undefined : await bearerOf(options, accessToken);
  if (sessionToken !== undefined)
    return capturePrincipal(options, sessionToken, bearer, async (userId) => {
      const account = await options.accounts.get(userId);
      return account && principalOf(account);
    });
  if (bearer === undefined) throw notProvided();
  return bearer;
}

/** Whoever holds the token of a shared folder reads it, until it is taken away. */
async function folderReader(
  { folders }: AccountAuthenticatorOptions,
  sharedToken: string,
): Promise<Principal> {
  const folder = await folders.findShared(sharedToken);
  if (!folder)
    throw new EngineError('auth_invalid', 'The shared token is not known here; it may have been withdrawn.');
  const { userId, companyId, folderId } = folder;
  const mayStart = { biometry: false, quality: false, collection: false };
  const capture = { tokenId: '', folderId, expiresAt: Number.POSITIVE_INFINITY, sharedToken };
  return { userId, companyId, role: 'SHARED FOLDER', mayStart, capture };
}

async function bearerOf(
  { accounts, lifetimes, now }: AccountAuthenticatorOptions,
  accessToken: string,
): Promise<Principal> {
  const session = await accounts.findSessionByAccess(hashToken(accessToken));
  const account = session && (await accounts.get(session.userId));
  if (!session || !account)
    throw new EngineError(
      'auth_invalid',
      'The access token is not known here. Log in, or correct the token.',
    );
  if (session.expiresAt <= now())
    throw new EngineError(
      'auth_expired',
      'The access token has expired. Refresh the session or log in again.',
    );
  const lifetime = sessionLifetimeMs(account, lifetimes);
  const expiresAt = now() + lifetime;
  // The pair a session was refreshed from dies when the new one is first used.
  if (session.replaces !== null) await accounts.deleteSession(session.replaces);
  if (session.replaces !== null || expiresAt - session.expiresAt > lifetime * SLIDE_SHARE)
    await accounts.touchSession(session.sessionId, expiresAt);
  return principalOf(account);
}

function principalOf({ userId, companyId, userType: role, mayStart }: AccountRecord): Principal {
  return { userId, companyId: companyId ?? HOME_COMPANY_ID, role, mayStart, capture: undefined };
}

function notProvided(): EngineError {
  return new EngineError(
    'auth_not_provided',
    'No access token. Send it in the header X-Forensic-Access-Token.',
  );
}
