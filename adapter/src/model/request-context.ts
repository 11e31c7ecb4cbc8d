import type { TraceContext } from '@presence/protocol';
import type { Response } from 'express';

/** What the middleware found out about a request before any route sees it. */
export interface RequestContext {
  /** The page's origin (`https://shop.example`), or undefined when the caller is no page or hides it. */
  readonly origin: string | undefined;
  /** The page was served by this adapter. */
  readonly sameOrigin: boolean;
  /** May call capture routes as far as CORS is concerned. */
  readonly originAllowed: boolean;
  /** Set by sessions/ once the session token is verified; goes into error bodies and logs. */
  readonly eventSessionId?: string;
  /** Parent of the spans of what is done for this request; undefined when nobody traces it. */
  readonly trace?: TraceContext | undefined;
  /** Code of the error reply, if the request ended in one. */
  readonly errorCode?: string;
}

const UNKNOWN: RequestContext = { origin: undefined, sameOrigin: false, originAllowed: false };
const KEY = 'presence';

/** Merges what a middleware learnt into the request's context. */
export function addToContext(response: Response, part: Partial<RequestContext>): void {
  response.locals[KEY] = { ...contextOf(response), ...part };
}

export function contextOf(response: Response): RequestContext {
  // Only addToContext writes this key, so the value has this shape or is absent.
  return (response.locals[KEY] as RequestContext | undefined) ?? UNKNOWN;
}
