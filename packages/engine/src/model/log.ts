type LogLine = (fields: object, message: string) => void;

/** The part of a pino logger the stages use. Fields never hold tokens, media or results. */
export interface Log {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
}

/** The same log with these fields in every line. */
export function withFields(log: Log, fields: object): Log {
  const line =
    (level: keyof Log): LogLine =>
    (more, message) =>
      log[level]({ ...fields, ...more }, message);
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}
