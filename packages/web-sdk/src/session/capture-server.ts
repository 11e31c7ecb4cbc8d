import type { ClientConfig, InitRequest, InitResponse } from '@presence/protocol';
import type { AdapterLink } from '../upload/adapter-link.ts';
import { initSession } from '../upload/init-session.ts';
import { loadConfig } from '../upload/load-config.ts';

/** Who answers the two calls every capture begins with: an adapter, or nobody but a file. */
export interface CaptureServer {
  /** Whether anybody takes telemetry. */
  readonly takesTelemetry: boolean;
  loadConfig(link: AdapterLink, signal: AbortSignal): Promise<ClientConfig>;
  openSession(link: AdapterLink, request: InitRequest, signal: AbortSignal): Promise<InitResponse>;
}

export const adapterServer: CaptureServer = {
  takesTelemetry: true,
  loadConfig,
  openSession: initSession,
};
