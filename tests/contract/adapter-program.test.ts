import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pluginFixture } from '../support/adapter-under-test.ts';
import { ROOT } from '../support/program.ts';

let folder: string;
let plugin: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-program-'));
  plugin = await pluginFixture(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function start(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, ['adapter/dist/main.js', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', PORT: '0', PRESENCE_DATA: folder, WA_PLUGIN_DIR: plugin, ...env },
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  return { child, output: () => printed.join(''), ended: once(child, 'close') };
}

async function expectStop(
  env: Record<string, string>,
  text: string | RegExp,
  ...args: string[]
): Promise<void> {
  const program = start(env, ...args);
  const [code] = await program.ended;
  expect(program.output()).toMatch(text);
  // One message for the operator, no stack.
  expect(program.output()).not.toContain('    at ');
  expect(code).toBe(1);
}

describe('the adapter as a program', () => {
  it('says where it listens, and ends politely on SIGTERM', async () => {
    const program = start({ WA_KEEP_ALIVE_SECONDS: '65', WA_HEADERS_TIMEOUT_SECONDS: '20' });
    const deadline = Date.now() + 30_000;
    while (!program.output().includes('adapter listening on http://127.0.0.1:') && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const url = /listening on (\S+)/.exec(program.output())?.[1] ?? '';
    const reply = await fetch(`${url}/healthz`);
    expect(reply.status).toBe(200);
    // The connection outlasts those that the load balancer keeps.
    expect(reply.headers.get('keep-alive')).toBe('timeout=65');
    program.child.kill('SIGTERM');
    expect(await program.ended).toEqual([0, null]);
  });

  it('starts without a licence and refuses captures with the documented message', async () => {
    const program = start({ WA_LICENSE_FILE: '/nowhere/license.json' });
    const deadline = Date.now() + 30_000;
    while (!program.output().includes('listening on') && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const url = /listening on (\S+)/.exec(program.output())?.[1] ?? '';
    const answer = await fetch(`${url}/config.php`, { headers: { origin: url } });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      code: 'license_not_found',
      message: 'License error. License at </nowhere/license.json> not found',
    });
    program.child.kill('SIGTERM');
    await program.ended;
  });

  it('prints the effective configuration and nothing secret', async () => {
    const file = join(folder, 'app_config.json');
    await writeFile(file, JSON.stringify({ result_mode: 'status', prenit: 'full' }));
    const env = { WA_API_TOKEN: 'very-secret-token', WA_CONFIG_FILE: file, WA_DEBUG: "'true'" };
    const program = start(env, '--check-config');
    expect(await program.ended).toEqual([0, null]);
    const rows = program.output().replace(/ +/g, ' ').split('\n');
    for (const row of [
      `result_mode "status" [${file}]`,
      'debug true [WA_DEBUG]',
      'api_token (set, not shown) [WA_API_TOKEN]',
      'preinit "off" [default]',
      'The configuration is valid.',
    ])
      expect(rows).toContain(row);
    expect(program.output()).toContain('prenit');
    expect(program.output()).not.toContain('very-secret-token');
  });

  it('names the port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    // A TCP server's address is an object.
    const { port } = other.address() as AddressInfo;
    await expectStop({ PORT: String(port) }, `Port ${port} on 127.0.0.1 is taken`);
    await new Promise((resolve) => other.close(resolve));
  });

  it('says how to build the browser SDK when it is missing', async () => {
    await expectStop({ WA_PLUGIN_DIR: join(folder, 'nothing') }, /npm run build/);
  });

  it.each([[], ['--check-config']])('names unknown keys and variables, started with %j', async (...args) => {
    const file = join(folder, 'app_config.json');
    await writeFile(file, JSON.stringify({ result_mod: 'safe' }));
    const env = { WA_CONFIG_FILE: file, WA_RESULTMODE: 'safe' };
    await expectStop(env, /result_mod[\s\S]*WA_RESULTMODE/, ...args);
  });

  it('names an option it does not know', async () => {
    await expectStop(
      {},
      /--chek-config is not understood. The only option is --check-config/,
      '--chek-config',
    );
  });

  it('says which folder it cannot write to', async () => {
    const blocked = join(folder, 'a-file');
    await writeFile(blocked, '');
    await expectStop({ PRESENCE_DATA: blocked }, /data folder .*a-file.* cannot be used/);
  });
});
