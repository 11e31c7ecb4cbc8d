import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { ConfigError } from './config/config-error.ts';
import { configReport } from './config/describe-config.ts';
import { type LoadConfigInput, type LoadedConfig, loadConfig } from './config/load-config.ts';
import { createAdapter } from './create-adapter.ts';
import { httpPatience, httpServer } from './http/http-server.ts';
import { AdapterError } from './model/adapter-error.ts';

/** How long running requests may take to end after SIGTERM, ms. */
const DRAIN_MS = 10_000;
/** How often, meanwhile, connections that have nothing more to do are ended, ms. */
const IDLE_SWEEP_MS = 50;

/** `node adapter/dist/main.js [--check-config]` */
async function main(): Promise<void> {
  const onlyCheck = wantsOnlyCheck(process.argv.slice(2));
  const input: LoadConfigInput = {
    env: process.env,
    readFile: (path) => readFile(path, 'utf8'),
    cwd: process.cwd(),
  };
  const loaded = await loadConfig(input);
  if (onlyCheck) {
    console.log(configReport(loaded));
    return;
  }
  await run(loaded, input);
}

function wantsOnlyCheck(args: readonly string[]): boolean {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { 'check-config': { type: 'boolean', default: false } },
    });
    return values['check-config'];
  } catch {
    throw new ConfigError([
      `${args.join(' ')} is not understood. The only option is --check-config; all else is set in the file or by variables.`,
    ]);
  }
}

async function run(loaded: LoadedConfig, watch: LoadConfigInput): Promise<void> {
  const adapter = await createAdapter({ loaded, watch, version: await ownVersion() });
  const server = httpServer(adapter.app, httpPatience(loaded.config));
  const { host, port } = loaded.config;
  await listen(server, host, port);
  await adapter.start();
  // A TCP server's address is an object.
  const { port: bound } = server.address() as AddressInfo;
  console.log(`adapter listening on http://${host.includes(':') ? `[${host}]` : host}:${bound}`);

  const stop = () => {
    const drained = new Promise<void>((resolve) => server.close(() => resolve()));
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
    setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS).unref();
    void adapter.close(drained);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const what =
        cause.code === 'EADDRINUSE'
          ? `Port ${port} on ${host} is taken by another program. Stop it, or choose another port: PORT=8081.`
          : `The adapter cannot listen on ${host}:${port} (${cause.code}). Set HOST and PORT.`;
      reject(new AdapterError('internal_error', what, { cause }));
    });
    server.listen(port, host, resolve);
  });
}

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version }: { version?: unknown } = JSON.parse(text);
  return String(version);
}

main().catch((error: unknown) => {
  // What the operator can mend is said in one message; anything else needs its stack.
  console.error(error instanceof ConfigError || error instanceof AdapterError ? error.message : error);
  process.exit(1);
});
