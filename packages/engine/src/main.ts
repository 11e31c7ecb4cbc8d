import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { destination } from 'pino';
import { createLogger } from './config/create-logger.ts';
import { loadConfig } from './config/load-config.ts';
import { createEngine, type Engine } from './create-engine.ts';
import { EngineError } from './model/engine-error.ts';
import { createAnalyser } from './pipeline/create-analyser.ts';

const STDERR = 2;

/** Runs the engine until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = loadConfig({
    env: process.env,
    cwd: process.cwd(),
    cores: availableParallelism(),
    readFile: (path) => readFileSync(path, 'utf8'),
    exists: existsSync,
  });
  const logger = createLogger(config.logLevel, destination({ fd: STDERR, sync: true }));
  const { modelsDir, padManifest, threads } = config;
  const analyser = await createAnalyser({
    modelsDir,
    threads,
    logger,
    ...(padManifest === undefined ? {} : { padManifest }),
  });
  const engine = await createEngine({ config, analyser, logger });
  stopOnSignal(engine);
  const { port } = await engine.start();
  if (engine.tokenFile !== undefined) console.log(`service token in ${engine.tokenFile}`);
  console.log(`engine listening on http://${config.host}:${port}`);
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
