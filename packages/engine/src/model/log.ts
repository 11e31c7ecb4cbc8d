type LogLine = (fields: object, message: string) => void;

/** The part of a pino logger the stages use. Fields never hold tokens, media or results. */
export interface Log {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
}
