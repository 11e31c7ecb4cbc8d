import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './engine-config.ts';
import { REDACTED_PATHS } from './redaction.data.ts';

/** Structured log to standard error, one JSON object a line; standard output carries the ready line only. */
export function createLogger(level: LogLevel, destination: DestinationStream): Logger {
  return pino(
    {
      name: 'engine',
      level,
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: [...REDACTED_PATHS], censor: '[redacted]' },
    },
    destination,
  );
}
