import { canonicalOrigin } from '@presence/licensing';

/** What a request tells about the page that made it. Header values as received. */
export interface OriginEvidence {
  /** `Origin`: on every cross-origin fetch, and on same-origin ones but GET and HEAD. */
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, which pages cannot set. */
  readonly fetchSite: string | undefined;
  readonly referer: string | undefined;
  /** Scheme and host as the request reached us, proxies considered. */
  readonly ownOrigin: string | undefined;
}

export interface PageOrigin {
  readonly origin: string | undefined;
  readonly sameOrigin: boolean;
}

/**
 * The origin of the calling page. A browser leaves `Origin` out of same-origin GETs, so these are recognised by
 * `Sec-Fetch-Site`, or by `Referer` in browsers too old to send it. An opaque origin (`null`) is no origin.
 */
export function pageOrigin(evidence: OriginEvidence): PageOrigin {
  const own = evidence.ownOrigin === undefined ? undefined : canonicalOrigin(evidence.ownOrigin);
  if (evidence.origin !== undefined) {
    const origin = canonicalOrigin(evidence.origin);
    // Behind a TLS proxy our own scheme may look wrong; the browser knows better.
    const sameOrigin = origin !== undefined && (origin === own || evidence.fetchSite === 'same-origin');
    return { origin, sameOrigin };
  }
  const referer = refererOrigin(evidence.referer);
  if (evidence.fetchSite === 'same-origin') return { origin: referer ?? own, sameOrigin: true };
  if (evidence.fetchSite === undefined && referer !== undefined && referer === own)
    return { origin: referer, sameOrigin: true };
  return { origin: undefined, sameOrigin: false };
}

function refererOrigin(referer: string | undefined): string | undefined {
  return referer !== undefined && URL.canParse(referer)
    ? canonicalOrigin(new URL(referer).origin)
    : undefined;
}
