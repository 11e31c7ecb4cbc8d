import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

/** Names of files as the holder of a shared token gets them. */
export interface SealedNames {
  /** The same name in a form that only the token opens; always the same one, and with the same ending. */
  seal(name: string): string;
  /** Undefined for what was not sealed with this token. */
  open(sealed: string): string | undefined;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** No file of ours is called so. */
const SEALED_FILE = /^shared_([\w-]{40,400})\.[a-z0-9]{2,4}$/;

/** Whether a file's name has the form of a sealed one. */
export function isSealed(file: string): boolean {
  return SEALED_FILE.test(file);
}

/**
 * Hides the unguessable names of a folder's files behind its shared token: whoever was given the sealed ones cannot use them
 * when the token is withdrawn or replaced. AES-256-GCM, keys by HKDF (RFC 5869) from the token and the folder, the nonce
 * from the name, so that a link stays the same while the token does.
 */
export function createSealedNames(sharedToken: string, folderId: string): SealedNames {
  const keyFor = (use: string) =>
    Buffer.from(hkdfSync('sha256', sharedToken, folderId, `presence static ${use}`, KEY_BYTES));
  const [key, nonceKey] = [keyFor('names'), keyFor('nonces')];
  return {
    seal(name) {
      const nonce = createHmac('sha256', nonceKey).update(name).digest().subarray(0, NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      const hidden = Buffer.concat([nonce, cipher.update(name, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `shared_${hidden.toString('base64url')}${name.slice(name.lastIndexOf('.'))}`;
    },
    open(sealed) {
      const bytes = Buffer.from(SEALED_FILE.exec(sealed)?.[1] ?? '', 'base64url');
      if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
      const cipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      cipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const hidden = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
        return Buffer.concat([cipher.update(hidden), cipher.final()]).toString('utf8');
      } catch {
        return undefined; // Sealed with another token, or altered.
      }
    },
  };
}
