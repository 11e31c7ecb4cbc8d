import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../model/clock.ts';
import { type CompanyStore, HOME_COMPANY_ID } from '../model/companies.ts';
import { type AccountRecord, ANY_ANALYSIS } from '../model/records.ts';
import type { AccountStore } from '../model/store.ts';
import { hashToken, newToken } from './access-token.ts';
import { type SessionLifetimes, sessionLifetimeMs } from './account-authenticator.ts';
import { hashPassword, verifyPassword } from './password.ts';

export interface BootstrapOptions {
  readonly accounts: AccountStore;
  readonly companies: CompanyStore;
  readonly lifetimes: SessionLifetimes;
  readonly now: Clock;
  /** Where the service token goes when none is given. */
  readonly tokenFile: string;
  readonly serviceToken: string | undefined;
  readonly admin: { readonly email: string; readonly password: string } | undefined;
}

/** `given`: the token came from the configuration; `written`: it is in `tokenFile` now; `kept`: it was there already. */
export type ServiceTokenState = 'given' | 'written' | 'kept';

/** The service account of an installation: a fixed name, so that every start finds the same. */
export const SERVICE_USER_ID = '5c0e9f0c-7a1f-4d57-9f1d-0a5a3a6f0002';
const SERVICE_EMAIL = 'service@presence.invalid';
const HOME_COMPANY_NAME = 'Presence';
const BLANK = { firstName: '', lastName: '', middleName: '', mayStart: ANY_ANALYSIS, metaData: {} } as const;

/** Makes sure that the service account works with its token, and the admin account with its password, if one is given. */
export async function bootstrapAccounts(options: BootstrapOptions): Promise<ServiceTokenState> {
  const { accounts, companies } = options;
  if (!(await companies.get(HOME_COMPANY_ID)))
    await companies.save({
      companyId: HOME_COMPANY_ID,
      name: HOME_COMPANY_NAME,
      retentionDays: null,
      metaData: {},
      timeCreated: options.now(),
    });
  const known = await accounts.get(SERVICE_USER_ID);
  const service: AccountRecord = known ?? {
    ...BLANK,
    userId: SERVICE_USER_ID,
    companyId: HOME_COMPANY_ID,
    userType: 'CLIENT SERVICE',
    email: SERVICE_EMAIL,
    passwordHash: null,
  };
  if (!known) await accounts.save(service);
  if (options.admin) await saveAdmin(options.accounts, options.admin.email, options.admin.password);
  return serviceToken(options, service);
}

async function serviceToken(options: BootstrapOptions, service: AccountRecord): Promise<ServiceTokenState> {
  const given = options.serviceToken;
  const token = given ?? (await readToken(options.tokenFile));
  const session = token && (await options.accounts.findSessionByAccess(hashToken(token)));
  if (session && session.expiresAt > options.now()) return given === undefined ? 'kept' : 'given';
  // A token in the file that the store does not know (database deleted) is taken up again rather than replaced.
  const fresh = token ?? newToken();
  await options.accounts.deleteSessionsOf(service.userId);
  await options.accounts.addSession({
    sessionId: randomUUID(),
    userId: service.userId,
    accessHash: hashToken(fresh),
    expireHash: hashToken(newToken()),
    expiresAt: options.now() + sessionLifetimeMs(service, options.lifetimes),
    replaces: null,
  });
  if (given !== undefined) return 'given';
  if (token !== undefined) return 'kept';
  await writeToken(options.tokenFile, fresh);
  return 'written';
}

async function saveAdmin(accounts: AccountStore, email: string, password: string): Promise<void> {
  const known = await accounts.findByEmail(email);
  if (known?.passwordHash && (await verifyPassword(password, known.passwordHash))) return;
  const userId = known?.userId ?? randomUUID();
  const passwordHash = await hashPassword(password);
  const account = { userId, companyId: null, userType: 'ADMIN', email, passwordHash } as const;
  await accounts.save({ ...BLANK, ...known, ...account });
  await accounts.deleteSessionsOf(userId); // A changed password ends every session opened with the old one.
}

async function readToken(path: string): Promise<string | undefined> {
  try {
    const token = (await readFile(path, 'utf8')).trim();
    return /^[0-9a-f]{128}$/.test(token) ? token : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeToken(path: string, token: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, `${token}\n`, { mode: 0o600, flush: true });
  await rename(temporary, path);
}
