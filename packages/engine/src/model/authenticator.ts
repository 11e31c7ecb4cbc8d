import type { Principal } from './principal.ts';

/** A fresh pair of tokens; the only time they exist outside the client. */
export interface TokenPair {
  readonly accessToken: string;
  readonly expireToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What the API needs of accounts and sessions. */
export interface Authenticator {
  /** @throws EngineError `auth_invalid`, `login_throttled` */
  login(email: string, password: string): Promise<TokenPair>;
  /** @throws EngineError `auth_not_provided`, `auth_invalid`, `auth_forbidden`, `auth_expired` */
  refresh(expireToken: string, accessToken: string | undefined): Promise<TokenPair>;
  /**
   * By access token, by capture session token, or by both of one account; without either by the token of a shared folder.
   * @throws EngineError `auth_not_provided`, `auth_invalid`, `auth_expired`
   */
  authenticate(
    accessToken: string | undefined,
    sessionToken?: string,
    sharedToken?: string,
  ): Promise<Principal>;
  /** A JWT for one capture, valid a few minutes. */
  captureSessionToken(principal: Principal): Promise<string>;
}
