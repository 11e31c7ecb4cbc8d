import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The strict policy a bank's page has. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self' blob:; img-src 'self' data:";

const PAGE = `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,">
  <meta name="viewport" content="width=device-width"></head><body><main><h1>A page</h1>
  <button id="opener">Open</button></main><script type="module" src="/main.js"></script></body></html>`;

/** A page with the capture window and no camera: `openView(options)`, then `view.show(state)`. */
export interface GallerySite {
  readonly url: string;
  close(): Promise<void>;
}

export async function startGallerySite(): Promise<GallerySite> {
  const files = await bundle();
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': file?.type ?? 'text/plain',
      'content-security-policy': CSP,
    });
    response.end(file?.content ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gallery has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface ServedFile {
  readonly type: string;
  readonly content: string | Uint8Array;
}

async function bundle(): Promise<ReadonlyMap<string, ServedFile>> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@presence/source'] },
    build: {
      write: false,
      minify: false,
      rolldownOptions: {
        input: [path('./gallery-page.ts'), path('../../../packages/web-sdk/src/ui/liveness.css')],
      },
    },
  });
  const files = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const script = files.find((file) => file.type === 'chunk');
  const style = files.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (script?.type !== 'chunk' || style?.type !== 'asset')
    throw new Error('the bundle lacks a script or a style');
  return new Map<string, ServedFile>([
    ['/', { type: 'text/html', content: PAGE }],
    ['/main.js', { type: 'text/javascript', content: script.code }],
    ['/style.css', { type: 'text/css', content: String(style.source) }],
    [
      '/face.jpg',
      {
        type: 'image/jpeg',
        content: await readFile(path('../../../packages/web-sdk/assets/self-test-frame.jpg')),
      },
    ],
  ]);
}
