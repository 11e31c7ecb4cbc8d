import { createHash, randomBytes } from 'node:crypto';

/** 64 random bytes as 128 hex characters: the shape of tokens in the Oz documentation. */
export function newToken(): string {
  return randomBytes(64).toString('hex');
}

/** What the store keeps of a token. Plain SHA-256 is enough: the input is 512 random bits, not a password. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
