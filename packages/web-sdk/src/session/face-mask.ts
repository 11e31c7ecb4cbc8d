import type { ClientConfig } from '@presence/protocol';
import { frameClock } from '../frames/frame-clock.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import type { FaceMask, FaceMaskModule } from '../model/face-mask.ts';
import type { TrackedFrame } from '../model/face-tracker.ts';
import { assetUrl } from './asset-urls.ts';
import type { CaptureContext } from './capture-context.ts';

/** Whether the mask is to be drawn: the adapter must offer it, and the page or else the adapter ask for it. */
export function wantsMask(
  config: Pick<ClientConfig, 'load_3d_mask' | 'enable_3d_mask'>,
  options: Pick<OpenOptions, 'enable_3d_mask'>,
): boolean {
  return config.load_3d_mask && (options.enable_3d_mask ?? config.enable_3d_mask);
}

export interface MaskFeed {
  /** The frame that was tracked last; its picture is left alone. */
  onMesh(frame: TrackedFrame): void;
  close(): void;
}

/**
 * Loads the mask beside everything else; a capture goes on without it when it cannot be loaded. It is painted with every picture
 * of the camera, tracked or not.
 */
export function startMask(
  { link, view, options, telemetry, zeroMs }: CaptureContext,
  config: ClientConfig,
): MaskFeed {
  const clock = frameClock(view.video);
  let mask: FaceMask | undefined;
  let open = true;
  const paint = () =>
    clock.request(({ presentedMs }) => {
      if (!open) return;
      mask?.paint(presentedMs - zeroMs);
      paint();
    });
  // The build puts the mask's module there.
  const loading: Promise<FaceMaskModule> = import(
    /* @vite-ignore */ assetUrl(link.baseUrl, config.assets.face_mask)
  );
  loading.then(
    (module) => {
      if (!open) return;
      mask = module.createFaceMask({ surface: view.maskSurface(), style: options.style });
      paint();
    },
    () => telemetry.note('mask.failed', {}),
  );
  return {
    onMesh: ({ mesh = null, observation, timeMs }) => {
      if (observation !== null) mask?.see(mesh, observation.frame, timeMs);
    },
    close: () => {
      open = false;
      clock.cancel();
      mask?.close();
      mask = undefined;
    },
  };
}
