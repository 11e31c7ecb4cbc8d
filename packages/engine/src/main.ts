import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openTracing } from '@presence/tracing';
import { destination } from 'pino';
import { checkProcessor } from './config/check-processor.ts';
import { createLogger } from './config/create-logger.ts';
import { loadConfig } from './config/load-config.ts';
import type { Engine } from './create-engine.ts';
import { EngineError } from './model/engine-error.ts';
import { ENGINE_VERSION } from './model/version.data.ts';
import { tracedAnalyser } from './traced-analyser.ts';

const STDERR = 2;

/** Linux only. */
const CPU_INFO = '/proc/cpuinfo';

/** Runs the engine until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const slow = checkProcessor({
    platform: process.platform,
    arch: process.arch,
    cpuInfo: existsSync(CPU_INFO) ? readFileSync(CPU_INFO, 'utf8') : undefined,
  });
  // Native parts come in with these; on a wrong processor they would end the process before it could say why.
  const { createEngine } = await import('./create-engine.ts');
  const { createAnalyser, describeAnalyser } = await import('./pipeline/create-analyser.ts');
  const config = loadConfig({
    env: { ...process.env, ...asVariables(process.argv.slice(2)) },
    cwd: process.cwd(),
    cores: availableParallelism(),
    readFile: (path) => readFileSync(path, 'utf8'),
    exists: existsSync,
  });
  const logger = createLogger(config.logLevel, destination({ fd: STDERR, sync: true }));
  if (slow !== undefined) logger.warn({}, slow);
  const { modelsDir, padManifest, threads } = config;
  const tracing = await openTracing(config.tracing, {
    version: ENGINE_VERSION,
    onFailure: (error) =>
      logger.warn({ err: error }, 'traces could not be sent; see OTEL_EXPORTER_OTLP_ENDPOINT'),
  });
  const models = { modelsDir, ...(padManifest === undefined ? {} : { padManifest }) };
  const analyser =
    config.role === 'api'
      ? await describeAnalyser(models)
      : tracedAnalyser(await createAnalyser({ ...models, threads, logger }), tracing);
  const engine = await createEngine({ config, analyser, logger, tracing });
  stopOnSignal(engine);
  const { port } = await engine.start();
  if (engine.tokenFile !== undefined) console.log(`service token in ${engine.tokenFile}`);
  console.log(`engine listening on http://${config.host}:${port}`);
}

/** `--role worker` means the same as `ENGINE_ROLE=worker`. */
function asVariables(args: readonly string[]): Record<string, string> {
  try {
    const { role } = parseArgs({ args: [...args], options: { role: { type: 'string' } } }).values;
    return role === undefined ? {} : { ENGINE_ROLE: role };
  } catch (cause) {
    const message = `Unknown argument (${args.join(' ')}). There is one: --role all, api or worker.`;
    throw new EngineError('config_invalid', message, { cause });
  }
}

function stopOnSignal(engine: Engine): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1); // A second signal means: at once.
    stopping = true;
    engine.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): never {
  console.error(error instanceof EngineError ? `engine: ${error.message}` : error);
  process.exit(1);
}

main().catch(fail);
