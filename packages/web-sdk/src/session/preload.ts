import type { ClientConfig } from '@presence/protocol';
import { startDetectorWorker } from '../tracking/detector-worker.ts';
import { type WarmDetector, warmDetector } from '../tracking/warm-detector.ts';
import { assetUrl, trackingAssets } from './asset-urls.ts';
import { spawnModuleWorker } from './spawn-worker.ts';

/**
 * `preinit`: `off` loads nothing ahead; `script` fetches the workers' code; `full` also loads the detector and keeps it for
 * the captures of this page, some 100 MB of memory.
 *
 * @returns the detector that waits from now on, `waiting` if there was one already.
 */
export function preload(
  baseUrl: string,
  config: ClientConfig,
  waiting: WarmDetector | undefined,
): WarmDetector | undefined {
  if (config.preinit === 'script') preloadModules(baseUrl, config);
  if (config.preinit !== 'full' || waiting !== undefined) return waiting;
  return warmDetector(() =>
    startDetectorWorker({
      role: 'face_landmarker',
      testFirst: true,
      assets: trackingAssets(baseUrl, config.assets),
      signal: new AbortController().signal,
      spawn: () => spawnModuleWorker(assetUrl(baseUrl, config.assets.tracking_worker)),
    }),
  );
}

function preloadModules(baseUrl: string, { assets }: ClientConfig): void {
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = assetUrl(baseUrl, assets.tracking_worker);
  link.crossOrigin = 'anonymous';
  document.head.append(link);
  // A classic script; as a preload link it would be complained of in the console until it is used.
  fetch(assetUrl(baseUrl, assets.container_worker), { mode: 'no-cors' }).catch(() => undefined);
  fetch(assetUrl(baseUrl, assets.finder_worker), { mode: 'no-cors' }).catch(() => undefined);
}
