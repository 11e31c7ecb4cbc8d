import type { ClientConfig } from '@presence/protocol';
import { assetUrl, trackingAssets } from './asset-urls.ts';
import { spawnModuleWorker, spawnWorker } from './spawn-worker.ts';
import { trackFrames } from './tracked-frames.ts';

/**
 * `preinit`: `off` loads nothing ahead; `script` fetches the workers' code; `full` also starts the detector once, so that
 * its files and their compiled code are in the browser's caches when `open()` comes.
 */
export function preload(baseUrl: string, config: ClientConfig): void {
  if (config.preinit === 'off') return;
  if (config.preinit === 'script') {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = assetUrl(baseUrl, config.assets.tracking_worker);
    link.crossOrigin = 'anonymous';
    document.head.append(link);
    // A classic script; as a preload link it would be complained of in the console until it is used.
    fetch(assetUrl(baseUrl, config.assets.container_worker), { mode: 'no-cors' }).catch(() => undefined);
    return;
  }
  const over = new AbortController();
  const frames = trackFrames({
    assets: trackingAssets(baseUrl, config.assets),
    signal: over.signal,
    spawn: () => spawnModuleWorker(assetUrl(baseUrl, config.assets.tracking_worker)),
    spawnFallback: () => spawnWorker(assetUrl(baseUrl, config.assets.fallback_worker)),
    onReady: () => undefined,
    onFirstFace: () => undefined,
  });
  const end = () => {
    frames.tracker.close();
    over.abort();
  };
  frames.ready.then(end, end);
}
