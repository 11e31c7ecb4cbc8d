import { createServer, type RequestListener, type Server } from 'node:http';
import type { EngineConfig } from './config/engine-config.ts';
import { EngineError } from './model/engine-error.ts';

/** An orchestrator usually kills after 10 s. */
export const GRACE_MS = 5_000;
const IDLE_SWEEP_MS = 50;

/** Not yet listening. */
export function httpServer(
  app: RequestListener,
  { keepAliveMs, headersTimeoutMs }: Pick<EngineConfig, 'keepAliveMs' | 'headersTimeoutMs'>,
): Server {
  return createServer({ keepAliveTimeout: keepAliveMs, headersTimeout: headersTimeoutMs }, app);
}

/** @throws EngineError `port_in_use`, `config_invalid` */
export function listen(server: Server, { host, port }: Pick<EngineConfig, 'host' | 'port'>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = `Port ${port} on ${host} is in use. Stop what uses it, or set ENGINE_PORT to another port.`;
      const refused = `Cannot listen on ${host}:${port} (${cause.code}). Check ENGINE_HOST and ENGINE_PORT.`;
      reject(
        cause.code === 'EADDRINUSE'
          ? new EngineError('port_in_use', taken, { cause })
          : new EngineError('config_invalid', refused, { cause }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Takes no new connections, lets requests under way finish within the grace, then cuts them. */
export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(cut);
      resolve();
    });
  });
}
