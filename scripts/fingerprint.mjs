// A fingerprint of files by name, size and time of change: cheap enough to take at every start.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const SKIPPED = new Set(['node_modules', 'dist', 'dist-plugin', 'dist-types', '.git']);

function* filesBelow(path) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info) return;
  if (info.isFile()) yield [path, info];
  else
    for (const name of readdirSync(path).sort()) if (!SKIPPED.has(name)) yield* filesBelow(join(path, name));
}

/** Hash over every file below the given paths (relative to the root). */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const [file, info] of filesBelow(join(root, path)))
      hash.update(`${file}\0${info.size}\0${info.mtimeMs}\n`);
  return hash.digest('hex');
}

/** Runs `work` unless it already ran on the same inputs and all its outputs still exist. Returns whether it ran. */
export function once(name, { inputs, outputs }, work) {
  const stamp = join(root, '.stamps', name);
  const known = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (known === fingerprint(inputs) && outputs.every((path) => existsSync(join(root, path)))) return false;
  work();
  mkdirSync(join(root, '.stamps'), { recursive: true });
  // Taken afterwards: a step may list what it writes as an input, so that damage to it is noticed.
  writeFileSync(stamp, fingerprint(inputs));
  return true;
}
