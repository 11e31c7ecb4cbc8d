import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assetsSchema } from '@presence/protocol';

const PAGES = fileURLToPath(new URL('pages/', import.meta.url));
const PLUGIN = fileURLToPath(new URL('../packages/web-sdk/dist-plugin/', import.meta.url));
const TYPES: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  mjs: 'text/javascript',
  wasm: 'application/wasm',
};

/** Serves the pages that Presence is measured against, with the very files Presence serves. */
export interface BenchSite {
  readonly url: string;
  /** What the bare loop loads. */
  readonly assets: { library: string; loader: string; binary: string; model: string };
  close(): Promise<void>;
}

export async function startBenchSite(): Promise<BenchSite> {
  const library = dirname(createRequire(import.meta.url).resolve('@mediapipe/tasks-vision'));
  const fileOf = (path: string): string => {
    if (path === '/vision_bundle.mjs') return join(library, 'vision_bundle.mjs');
    return path.startsWith('/plugin/') ? join(PLUGIN, path) : join(PAGES, path);
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    readFile(fileOf(path)).then(
      (body) =>
        response
          .writeHead(200, {
            'content-type': TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
          })
          .end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the bench site has no port');
  const assets = assetsSchema.parse(JSON.parse(await readFile(join(PLUGIN, 'asset-manifest.json'), 'utf8')));
  return {
    url: `http://localhost:${address.port}`,
    assets: {
      library: '/vision_bundle.mjs',
      loader: assets.vision_wasm_loader,
      binary: assets.vision_wasm_whole,
      model: assets.face_landmarker_model,
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
