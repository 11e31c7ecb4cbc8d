import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';

/** By file ending; wasm must be exact or browsers refuse to compile while streaming. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.onnx': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.task': 'application/octet-stream',
  '.tflite': 'application/octet-stream',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

interface StaticFile {
  readonly path: string;
  readonly type: string;
  readonly etag: string;
  /** Byte counts by content encoding; `identity` is the file itself. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * A folder of built files, listed once: a request can only reach what was there at the start, so no path is ever made
 * from a request. `x.br` and `x.gz` are sent for `x` to those who take them.
 */
export class StaticFolder {
  readonly #files: ReadonlyMap<string, StaticFile>;

  private constructor(files: ReadonlyMap<string, StaticFile>) {
    this.#files = files;
  }

  static async open(folder: string): Promise<StaticFolder> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const files = new Map<string, StaticFile>();
    for (const path of paths) {
      if (ENCODINGS.some(({ ending }) => path.endsWith(ending))) continue;
      files.set(relative(folder, path).split(sep).join('/'), await describe(path, new Set(paths)));
    }
    return new StaticFolder(files);
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  /** Answers 200 or 304. False if there is no such file; nothing was sent then. */
  async send(name: string, cacheControl: string, request: Request, response: Response): Promise<boolean> {
    const file = this.#files.get(name);
    if (file === undefined) return false;
    const encoding = ENCODINGS.find(
      (one) => file.sizes.has(one.name) && request.acceptsEncodings(one.name) === one.name,
    );
    const size = file.sizes.get(encoding?.name ?? 'identity') ?? 0;
    response.vary('Accept-Encoding');
    response.setHeader('Cache-Control', cacheControl);
    response.setHeader('Content-Type', file.type);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    // One tag per representation (RFC 9110, 8.8.3.3).
    response.setHeader('ETag', `"${file.etag}${encoding ? `-${encoding.name}` : ''}"`);
    if (request.fresh) {
      response.status(304).end();
      return true;
    }
    if (encoding) response.setHeader('Content-Encoding', encoding.name);
    response.setHeader('Content-Length', size);
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(`${file.path}${encoding?.ending ?? ''}`), response);
    return true;
  }
}

async function describe(path: string, present: ReadonlySet<string>): Promise<StaticFile> {
  const sizes = new Map([['identity', (await stat(path)).size]]);
  for (const { name, ending } of ENCODINGS)
    if (present.has(path + ending)) sizes.set(name, (await stat(path + ending)).size);
  const etag = createHash('sha256')
    .update(await readFile(path))
    .digest('base64url')
    .slice(0, 22);
  return { path, type: TYPES[extname(path)] ?? 'application/octet-stream', etag, sizes };
}
