/// <reference types="node" />
import { createHash } from 'node:crypto';
import { extname } from 'node:path';

/** `vendor/x.wasm` becomes `vendor/x-1a2b3c4d5e.wasm`: the name changes with the content, so browsers may keep it forever. */
export function hashedName(path: string, content: Uint8Array): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}-${hash}${extension}`;
}
