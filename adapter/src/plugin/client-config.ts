import { type ClientConfig, clientConfigSchema, type PluginAssets } from '@presence/protocol';
import type { RequestHandler } from 'express';
import type { AdapterConfig } from '../model/adapter-config.ts';

/** What the page may know of the configuration: the named keys and nothing else. */
export function clientConfig(config: AdapterConfig, assets: PluginAssets, version: string): ClientConfig {
  // The schema drops every key it does not name, so a new secret cannot slip through.
  return clientConfigSchema.parse({ ...config, assets, version });
}

/** `GET /config.php` */
export function configRoute(answer: ClientConfig): RequestHandler {
  return (_request, response) => {
    response.json(answer);
  };
}
