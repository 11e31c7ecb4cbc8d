import type { Licence } from './licence.ts';
import { canonicalOrigin, entryCovers, isLocalOrigin } from './origin-pattern.ts';

/**
 * Whether a page of this origin may use the licence. localhost, 127.0.0.1 and [::1] always may, on any port (Oz
 * administrator guide, licence update). `extraOrigins` are those a master signature adds.
 */
export function originAllowed(
  licence: Pick<Licence, 'origins'>,
  origin: string,
  extraOrigins: readonly string[] = [],
): boolean {
  const canonical = canonicalOrigin(origin);
  if (canonical === undefined) return false;
  if (isLocalOrigin(canonical)) return true;
  return [...licence.origins, ...extraOrigins].some((entry) => entryCovers(entry, canonical));
}
