/** What one call of the backend's version address showed. */
export type BackendState =
  | { readonly kind: 'reachable'; readonly latencyMs: number; readonly version: string }
  | { readonly kind: 'unreachable'; readonly latencyMs: number; readonly reason: string };

export type ProbeBackend = (signal?: AbortSignal) => Promise<BackendState>;
