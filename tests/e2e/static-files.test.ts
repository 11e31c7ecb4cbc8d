import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectCaptureReport } from '../support/expect-capture-report.ts';
import { withPage } from '../support/fake-camera-browser.ts';
import { payloadOf } from '../support/host-page.ts';
import { ROOT } from '../support/program.ts';
import { recordCapture } from '../support/record-capture.ts';

/** What any web server knows of file types. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};
const PAGE = '<!doctype html><title>Site</title><script src="/liveness/plugin_liveness.js"></script>';

let folder: string;
let server: Server;
let url: string;
const asked: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-static-'));
  execFileSync(process.execPath, ['scripts/static.mjs', join(folder, 'liveness')], { cwd: ROOT });
  await writeFile(join(folder, 'index.html'), PAGE);
  // As plain as a web server can be: a file or 404.
  server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    asked.push(`${request.method} ${path}`);
    const file = join(folder, path === '/' ? 'index.html' : path);
    const content = await readFile(file).catch(() => undefined);
    response.writeHead(content === undefined ? 404 : 200, {
      'content-type': TYPES[extname(file)] ?? 'text/plain',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  url = `http://localhost:${address.port}/`;
});
afterAll(async () => {
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

it('a folder of static files captures with no adapter', async () => {
  await withPage({ clip: 'idle' }, async (page) => {
    await page.goto(url);
    const seen = await recordCapture(page, { action: ['video_selfie_blank'] });
    expect(seen.map(({ name }) => name)).toEqual(['on_capture_complete', 'on_close']);
    await expectCaptureReport(seen[0]?.payload, 'video_selfie_blank');
    // Only files were asked for, and all of them are there.
    const paths = asked.filter((each) => !/favicon/.test(each));
    expect(
      paths.filter(
        (each) =>
          !/^GET \/(liveness\/(config\.json|asset-manifest\.json|plugin_liveness\.js|plugin\/.+))?$/.test(
            each,
          ),
      ),
    ).toEqual([]);

    // The file decides what may be captured, and is held to its schema.
    const config = join(folder, 'liveness/config.json');
    await writeFile(config, JSON.stringify({ video_actions_list: ['video_selfie_blank'] }));
    const refused = await recordCapture(page, { action: ['video_selfie_left'] }, { until: 'on_error' });
    expect(payloadOf(refused, 'on_error')).toMatchObject({ code: 'action_not_allowed' });
    await page.reload();
    await writeFile(config, JSON.stringify({ architecture: 'normal', video_action_list: [] }));
    const invalid = await recordCapture(page, {}, { until: 'on_error' });
    expect(payloadOf(invalid, 'on_error')).toMatchObject({
      code: 'static_config_invalid',
      message: expect.stringMatching(
        /config\.json is not valid: architecture must be capture; has unknown keys: video_action_list\.$/,
      ),
      context: {
        issues: expect.arrayContaining([
          { path: 'architecture', message: expect.stringContaining('capture') },
        ]),
      },
    });
  });
});
