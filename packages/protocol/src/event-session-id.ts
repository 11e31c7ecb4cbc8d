/** Header of every call that belongs to a capture: from page to adapter, and from adapter to backend. */
export const EVENT_SESSION_HEADER = 'esid';

/** The same id in a folder's metadata, in error bodies and in the log lines of adapter and engine. */
export const EVENT_SESSION_KEY = 'event_session_id';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id a header or metadata carries, or undefined if no adapter could have given it. */
export function eventSessionIdOf(value: unknown): string | undefined {
  return typeof value === 'string' && ID.test(value) ? value : undefined;
}
