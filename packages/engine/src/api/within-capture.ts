import { EngineError } from '../model/engine-error.ts';
import type { Principal } from '../model/principal.ts';
import type { AccountStore } from '../model/store.ts';

/**
 * Does what a session token permits once; if it comes to nothing, the token may be used again. Without a session token it is
 * simply done.
 * @param folderId the folder of the capture; null if it is stored nowhere
 * @throws EngineError `auth_invalid` if the token is used up
 */
export async function withinCapture<T>(
  accounts: Pick<AccountStore, 'useCaptureSession' | 'freeCaptureSession'>,
  { capture, userId }: Principal,
  folderId: string | null,
  work: () => Promise<T>,
): Promise<T> {
  if (capture === undefined) return work();
  const { tokenId, expiresAt } = capture;
  if (!(await accounts.useCaptureSession({ tokenId, userId, folderId, expiresAt })))
    throw new EngineError(
      'auth_invalid',
      'The session token was used before. Get a new one for a new capture.',
    );
  try {
    return await work();
  } catch (error) {
    await accounts.freeCaptureSession(tokenId);
    throw error;
  }
}
