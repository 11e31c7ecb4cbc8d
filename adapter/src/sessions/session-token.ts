import { createSecretKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { AdapterError } from '../model/adapter-error.ts';
import type { Clock } from '../model/clock.ts';
import type { Session } from '../model/session.ts';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from './sessions.data.ts';

const ALGORITHM = 'HS256';
const TYPE = 'presence-session+jwt';

const claimsSchema = z.object({
  sub: z.uuid(),
  origin: z.string(),
  nonce: z.string(),
  cnf: z.object({ jkt: z.string() }),
});

/** What a verified token says. */
export interface SessionClaims {
  readonly eventSessionId: string;
  readonly origin: string;
  readonly nonce: string;
  /** RFC 7638 thumbprint of the client key (RFC 7800 confirmation claim). */
  readonly keyThumbprint: string;
  readonly expired: boolean;
}

/** Signs and checks the bearer tokens of `init.php`. One algorithm, pinned. */
export class SessionTokens {
  /** As an object jose imports once and not for each call. */
  readonly #secret: KeyObject;
  readonly #clock: Clock;

  constructor(secret: Uint8Array, clock: Clock) {
    this.#secret = createSecretKey(secret);
    this.#clock = clock;
  }

  async issue(session: Session): Promise<string> {
    return new SignJWT({
      origin: session.origin,
      nonce: session.nonce,
      cnf: { jkt: await calculateJwkThumbprint(session.clientKey) },
    })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(TOKEN_ISSUER)
      .setAudience(TOKEN_AUDIENCE)
      .setSubject(session.id)
      .setIssuedAt(Math.floor(session.createdAt / 1000))
      .setExpirationTime(Math.floor(session.uploadUntil / 1000))
      .sign(this.#secret);
  }

  /** Throws `session_token_invalid` unless this adapter made the token. An old one is returned as `expired`. */
  async verify(token: string): Promise<SessionClaims> {
    const { payload, expired } = await this.#payload(token);
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) throw invalid(claims.error);
    return {
      eventSessionId: claims.data.sub,
      origin: claims.data.origin,
      nonce: claims.data.nonce,
      keyThumbprint: claims.data.cnf.jkt,
      expired,
    };
  }

  async #payload(token: string): Promise<{ payload: JWTPayload; expired: boolean }> {
    try {
      const { payload } = await jwtVerify(token, this.#secret, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE,
        requiredClaims: ['sub', 'exp', 'iat'],
        currentDate: new Date(this.#clock.now()),
      });
      return { payload, expired: false };
    } catch (error) {
      // Thrown only after the signature and the other claims were found good.
      if (error instanceof errors.JWTExpired) return { payload: error.payload, expired: true };
      throw invalid(error);
    }
  }
}

function invalid(cause: unknown): AdapterError {
  return new AdapterError(
    'session_token_invalid',
    'The session token was altered or was not made by this adapter; start again with init.php.',
    { cause },
  );
}
