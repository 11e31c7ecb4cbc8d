import { EngineError } from '../model/engine-error.ts';

/** Does work on storage; what goes wrong becomes an EngineError. */
export async function guarded(doing: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw storageError(cause, `Cannot ${doing}`);
  }
}

export function storageError(cause: unknown, what: string): EngineError {
  const full =
    cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  return full
    ? new EngineError('storage_full', `${what}: the disk is full. Free space or enlarge it.`, { cause })
    : new EngineError('storage_failed', `${what}. Check that it is there and may be written to.`, {
        cause,
      });
}
