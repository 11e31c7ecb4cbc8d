import type { ClientConfig } from '@presence/protocol';
import type { OpenOptions } from '../model/capture-options.ts';
import type { FaceMask, FaceMaskModule } from '../model/face-mask.ts';
import type { FrameSize } from '../model/face-observation.ts';
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
  /** Points of the face in the frame that was tracked last; null when there is none. */
  onMesh(mesh: Float32Array | null, frame: FrameSize): void;
  close(): void;
}

/** Loads the mask beside everything else; a capture goes on without it when it cannot be loaded. */
export function startMask(
  { link, view, options, telemetry }: CaptureContext,
  config: ClientConfig,
): MaskFeed {
  let mask: FaceMask | undefined;
  let open = true;
  // The build puts the mask's module there.
  const loading: Promise<FaceMaskModule> = import(
    /* @vite-ignore */ assetUrl(link.baseUrl, config.assets.face_mask)
  );
  loading.then(
    (module) => {
      if (open) mask = module.createFaceMask({ surface: view.maskSurface(), style: options.style });
    },
    () => telemetry.note('mask.failed', {}),
  );
  return {
    onMesh: (mesh, frame) => mask?.draw(mesh, frame),
    close: () => {
      open = false;
      mask?.close();
      mask = undefined;
    },
  };
}
