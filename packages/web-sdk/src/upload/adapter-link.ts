/** Where the adapter is and how this capture speaks to it. The functions are seams for tests; browsers' own by default. */
export interface AdapterLink {
  /** Address of the adapter, ending in a slash, e.g. `https://liveness.example.com/`. */
  readonly baseUrl: string;
  /** Headers sent with every call: `traceparent`, and `esid` and `Authorization` once there is a session. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
}

/** A link before the session is known; `traceparent` is new for each capture (W3C Trace Context, version 00). */
export function adapterLink(baseUrl: string): AdapterLink {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  return {
    baseUrl: new URL(base, document.baseURI).href,
    headers: { traceparent: `00-${randomHex(16)}-${randomHex(8)}-01` },
    fetch: (input, init) => fetch(input, init),
  };
}

/** The same link for files of a static server, which need not allow our headers to other origins. */
export function plainLink(link: AdapterLink): AdapterLink {
  return { ...link, headers: {} };
}

/** An answer to a request that was sent before there was a link. */
export interface EarlyAnswer {
  readonly url: string;
  readonly response: Promise<Response>;
}

/** The same link, one request of which has been answered, or refused, elsewhere. */
export function answeringOnce(link: AdapterLink, answer: EarlyAnswer | undefined): AdapterLink {
  let left = answer;
  return {
    ...link,
    fetch: async (input, init) => {
      if (left === undefined || input !== left.url) return link.fetch(input, init);
      const ready = left.response;
      left = undefined;
      const signal = init?.signal;
      signal?.throwIfAborted();
      const aborted = new Promise<never>((_, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
      return Promise.race([ready, aborted]);
    },
  };
}

/** The same link once init.php has answered. */
export function withSession(link: AdapterLink, eventSessionId: string, sessionToken: string): AdapterLink {
  return {
    ...link,
    headers: { ...link.headers, esid: eventSessionId, Authorization: `Bearer ${sessionToken}` },
  };
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
