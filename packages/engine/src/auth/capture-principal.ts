import { EngineError } from '../model/engine-error.ts';
import type { Capture, Principal } from '../model/principal.ts';
import type { AccountStore } from '../model/store.ts';
import type { SessionTokenSigner } from './session-token.ts';

/**
 * What the holder of a session token may act as: its account within one capture. Beside an access token it must be of the
 * same account, whose rights then hold.
 * @throws EngineError `auth_invalid`, `auth_expired`
 */
export async function capturePrincipal(
  { accounts, signer }: { readonly accounts: AccountStore; readonly signer: SessionTokenSigner },
  sessionToken: string,
  bearer: Principal | undefined,
  principalOf: (userId: string) => Promise<Principal | undefined>,
): Promise<Principal> {
  const { tokenId, userId, expiresAt } = await signer.verify(sessionToken);
  const account = bearer ?? (await principalOf(userId));
  if (!account) throw new EngineError('auth_invalid', 'The account of this session token is gone.');
  if (account.userId !== userId)
    throw new EngineError('auth_invalid', 'The session token was made for another account.');
  const used = await accounts.captureSession(tokenId);
  const capture: Capture = { tokenId, expiresAt, folderId: used?.folderId };
  return { ...account, capture, role: bearer ? bearer.role : 'CAPTURE SESSION' };
}
