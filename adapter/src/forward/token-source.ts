import { readFile } from 'node:fs/promises';
import type { AdapterConfig } from '../model/adapter-config.ts';
import { AdapterError } from '../model/adapter-error.ts';
import type { Clock } from '../model/clock.ts';
import { answerInvalid } from './backend-failure.ts';
import { TOKEN_LIFE_MS, TOKEN_MARGIN_MS } from './forward.data.ts';
import { authSchema } from './oz-schemas.ts';

/** Where the token for a call comes from. */
export interface TokenSource {
  token(signal: AbortSignal): Promise<string>;
  /** Told that the backend answered 401 to this token. True if asking again may give another one. */
  refused(token: string): boolean;
}

/** Posts JSON without a session token; rejects with a backend code. */
export type PostJson = (
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<unknown>;

export type TokenSettings = Pick<
  AdapterConfig,
  'api_token' | 'api_email' | 'api_password' | 'api_token_file'
>;

/** The adapter's own token: fixed, from a login, or from the file the bundled engine writes. */
export function tokenSource(settings: TokenSettings, post: PostJson, clock: Clock): TokenSource {
  if (settings.api_token !== null) return fixedToken(settings.api_token);
  if (settings.api_email !== null && settings.api_password !== null)
    return loginToken({ email: settings.api_email, password: settings.api_password }, post, clock);
  return fileToken(settings.api_token_file);
}

export function fixedToken(token: string): TokenSource {
  return { token: async () => token, refused: () => false };
}

/** Read at each call: the file is tiny, may appear late and may change when the engine restarts. */
function fileToken(path: string): TokenSource {
  let refusedToken: string | undefined;
  return {
    token: async () => {
      const text = await readFile(path, 'utf8').catch((cause: unknown) => {
        throw new AdapterError(
          'backend_unreachable',
          'There is no API token yet: set api_token, or start the engine, which writes one.',
          { cause },
        );
      });
      return text.trim();
    },
    refused: (token) => {
      const again = refusedToken !== token;
      refusedToken = token;
      return again;
    },
  };
}

interface Login {
  readonly token: string;
  readonly expireToken: string | undefined;
  readonly expiresAt: number;
  /** From here on a new one is fetched before the next call. */
  readonly renewAt: number;
}

/**
 * One login, refreshed before it ends; never a login per call. Concurrent callers share one refresh; if the one who began it gives
 * up, another begins anew.
 */
function loginToken(
  credentials: { readonly email: string; readonly password: string },
  post: PostJson,
  clock: Clock,
): TokenSource {
  let current: Login | undefined;
  let running: { readonly login: Promise<Login>; readonly signal: AbortSignal } | undefined;

  const authorize = async (
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Login> => {
    const answer = authSchema.safeParse(await post(path, body, headers, signal));
    if (!answer.success) throw answerInvalid('authorize', answer.error);
    const { access_token, expire_token, expire_date } = answer.data;
    const now = clock.now();
    const said = expire_date === undefined ? 0 : expire_date * 1000 - now;
    // A new token that has already ended: the clocks disagree, so its date says nothing. A refusal will.
    const life = said > 0 ? said : TOKEN_LIFE_MS;
    return {
      token: access_token,
      expireToken: expire_token,
      expiresAt: now + life,
      // A life shorter than the margin is used by half, or every call would fetch a token of its own.
      renewAt: now + Math.max(life - TOKEN_MARGIN_MS, life / 2),
    };
  };
  const renew = async (old: Login | undefined, signal: AbortSignal): Promise<Login> => {
    if (old?.expireToken !== undefined && old.expiresAt > clock.now()) {
      const body = { expire_token: old.expireToken };
      const headers = { 'x-forensic-access-token': old.token };
      try {
        return await authorize('authorize/refresh', body, headers, signal);
      } catch (error) {
        if (signal.aborted) throw error;
      }
    }
    return authorize('authorize/auth', { credentials }, {}, signal);
  };
  const begin = (signal: AbortSignal): Promise<Login> =>
    renew(current, signal).finally(() => {
      running = undefined;
    });

  return {
    token: async (signal) => {
      for (;;) {
        if (current !== undefined && clock.now() < current.renewAt) return current.token;
        running ??= { login: begin(signal), signal };
        const shared = running;
        try {
          current = await shared.login;
          return current.token;
        } catch (error) {
          if (signal.aborted || !shared.signal.aborted) throw error;
        }
      }
    },
    refused: (token) => {
      if (current?.token === token) current = undefined;
      return true;
    },
  };
}
