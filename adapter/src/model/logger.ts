/** The part of pino the stages use, so that a test can pass a recorder. A pino logger satisfies it. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Never a frame, token, licence text or result. An error goes under `err`. */
export type LogFields = Readonly<Record<string, unknown>>;
