/** Scheme and authority only; rules out what URL parsing would quietly repair (backslashes, blanks, missing slashes). */
const ORIGIN_SHAPE = /^https?:\/\/[^\s/\\?#@%]+\/?$/i;
const WILDCARD_SHAPE = /^(https?):\/\/\*\.([^\s/\\?#@%*]+)$/i;

/**
 * The canonical form of an origin (lower case, IDN in its ASCII form, default port left out), or `undefined` when the
 * text is none. `null`, the origin of sandboxed frames and files, is none.
 */
export function canonicalOrigin(text: string): string | undefined {
  if (!ORIGIN_SHAPE.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.hostname.includes('*') ? undefined : url.origin;
}

/** The canonical form of a licence's origin entry: an origin, or `https://*.example.com` with an optional port. */
export function canonicalOriginEntry(text: string): string | undefined {
  const wildcard = WILDCARD_SHAPE.exec(text);
  if (!wildcard) return canonicalOrigin(text);
  const [, scheme, rest] = wildcard;
  const base = canonicalOrigin(`${scheme}://${rest}`);
  if (base === undefined) return undefined;
  const { hostname, protocol, host } = new URL(base);
  // A bare top-level domain would open half the web, and an address has no hosts below it.
  if (!hostname.includes('.') || hostname.endsWith('.') || isAddress(hostname)) return undefined;
  return `${protocol}//*.${host}`;
}

/** Whether a canonical entry covers a canonical origin. Both come from the functions above. */
export function entryCovers(entry: string, origin: string): boolean {
  const star = entry.indexOf('://*.');
  if (star < 0) return entry === origin;
  const wanted = new URL(entry.replace('://*.', '://'));
  const given = new URL(origin);
  return (
    given.protocol === wanted.protocol &&
    given.port === wanted.port &&
    // The dot is part of the comparison: evil-example.com does not end in ".example.com".
    given.hostname.endsWith(`.${wanted.hostname}`)
  );
}

/** Pages a developer opens on the own machine; any port. */
export function isLocalOrigin(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
}
