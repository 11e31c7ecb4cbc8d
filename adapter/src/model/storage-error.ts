import { AdapterError } from './adapter-error.ts';

/** No room, over quota, read-only, or too large for the file system. */
const STORAGE_CODES = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG']);

/** `storage_full` if a file system error means that there is no room; else undefined. */
export function asStorageError(error: unknown): AdapterError | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!STORAGE_CODES.has(code)) return undefined;
  return new AdapterError(
    'storage_full',
    "The adapter's disk has no room; nothing was accepted. Free space below PRESENCE_DATA.",
    { cause: error, context: { reason: code }, retryAfterSeconds: 30 },
  );
}
