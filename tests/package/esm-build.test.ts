import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPage } from '../support/fake-camera-browser.ts';
import { ROOT } from '../support/program.ts';

/** What a site with a bundler writes. */
const SITE = `import { createOzLiveness, type ErrorReport, type OpenOptions } from '@presence/web-sdk';
const liveness = createOzLiveness({ adapterUrl: 'https://presence.example.com/' });
const options: OpenOptions = { action: ['video_selfie_left'], on_error: (error: ErrorReport) => error.code };
Object.assign(window, { liveness, options });
`;
/** The same with a misspelt callback argument, which the types must not let through. */
const WRONG = SITE.replace('error.code }', 'error.kode }');

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: 'ESNext',
    moduleResolution: 'Bundler',
    target: 'ES2023',
    lib: ['ES2023', 'DOM'],
    types: [],
    skipLibCheck: false,
  },
  files: ['site.ts'],
};

describe('the built ES module', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'presence-esm-'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'site.ts'), SITE);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const typecheck = (): string => {
    try {
      return execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], {
        encoding: 'utf8',
      });
    } catch (error) {
      return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    }
  };

  it('has types that hold', async () => {
    expect(typecheck()).toBe('');
    await writeFile(join(folder, 'site.ts'), WRONG);
    expect(typecheck()).toContain("'kode' does not exist");
    await writeFile(join(folder, 'site.ts'), SITE);
  });

  it('is bundled by a site and runs in a page', async () => {
    const built = await build({
      configFile: false,
      root: folder,
      logLevel: 'silent',
      build: { write: false, rollupOptions: { input: join(folder, 'site.ts') } },
    });
    const [script] = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
    if (script?.type !== 'chunk') throw new Error('the bundler made no script');
    const { server, url } = await serve(script.code);
    try {
      const report = await withPage({ clip: 'idle' }, async (page) => {
        await page.goto(url);
        return await page.evaluate(
          () => (window as unknown as { liveness: { check(): Promise<unknown> } }).liveness.check(), // set by SITE
        );
      });
      expect(report).toMatchObject({ supported: true, missing: [] });
    } finally {
      server.close();
    }
  });
});

async function serve(script: string): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const js = request.url === '/site.js';
    response.writeHead(200, { 'content-type': js ? 'text/javascript' : 'text/html' });
    response.end(
      js ? script : '<!doctype html><title>Site</title><script type="module" src="/site.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site has no port');
  return { server, url: `http://localhost:${address.port}/` };
}
