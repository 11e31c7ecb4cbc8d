import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../model/clock.ts';
import { EngineError } from '../model/engine-error.ts';

const ISSUER = 'presence-engine';
const AUDIENCE = 'capture-session';
const ALGORITHM = 'ES384';
const CURVE = 'secp384r1';

/** What a valid session token says. */
export interface SessionClaims {
  /** Another one for every token. */
  readonly tokenId: string;
  readonly userId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface SessionTokenSigner {
  sign(userId: string): Promise<string>;
  /** @throws EngineError `auth_invalid`, `auth_expired` */
  verify(token: string): Promise<SessionClaims>;
}

/** A new private key for `createSessionTokenSigner`. */
export function newSessionKey(): string {
  return generateKeyPairSync('ec', {
    namedCurve: CURVE,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}

/**
 * Signs and checks capture session tokens: JWT, ES384 over secp384r1 with a PKCS#8 key, as the Oz page "OzCapsula data
 * container" describes its key settings. All API processes of an installation have the same key.
 * @param pem PKCS#8
 * @param where names the key in the message
 * @throws EngineError `config_invalid` if it is no such key
 */
export function createSessionTokenSigner(
  pem: string,
  where: string,
  { now, lifetimeMs }: { readonly now: Clock; readonly lifetimeMs: number },
): SessionTokenSigner {
  const { privateKey, publicKey } = readKey(pem, where);
  return {
    sign(userId) {
      const issuedAt = Math.floor(now() / 1000);
      return new SignJWT({})
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + Math.ceil(lifetimeMs / 1000))
        .sign(privateKey);
    },
    async verify(token) {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'jti', 'exp'],
        currentDate: new Date(now()),
      }).catch((cause: unknown) => {
        throw refusal(cause);
      });
      const { jti = '', sub = '', exp = 0 } = payload;
      return { tokenId: jti, userId: sub, expiresAt: exp * 1000 };
    },
  };
}

function refusal(cause: unknown): EngineError {
  return cause instanceof errors.JWTExpired
    ? new EngineError('auth_expired', 'The session token has expired. Get a new one for a new capture.', {
        cause,
      })
    : new EngineError('auth_invalid', 'Invalid or empty Session Token', { cause });
}

function readKey(pem: string, where: string) {
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyDetails?.namedCurve !== CURVE) throw new RangeError(`not on ${CURVE}`);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch (cause) {
    const message = `${where} is no PKCS#8 private key on secp384r1 in PEM form (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384).`;
    throw new EngineError('config_invalid', message, { cause });
  }
}
