import { type DestinationStream, type Logger, pino } from 'pino';

/** Values under these names never reach a log line, however deep a library put them. */
const SECRET_FIELDS = [
  'token',
  'session_token',
  'api_token',
  'password',
  'authorization',
  'cookie',
  'client_key',
  'signature',
  'license',
  'licence',
];

/** JSON lines on standard output, or wherever the test looks. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.headers.${name}`]);
  const options = { level, base: { program: 'adapter' }, redact: { paths, censor: '[redacted]' } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
