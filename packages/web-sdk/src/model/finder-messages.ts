import type { BoundingBox } from '@presence/protocol';
import type { FrameSize } from './face-observation.ts';
import type { Picture } from './picture.ts';

/** A face that was found but not measured. */
export interface SightedFace {
  /** About where the box of its mesh would be; pixels of the picture. */
  readonly box: BoundingBox;
  /** About the distance of the outer eye corners, pixels. */
  readonly interOcularPx: number;
}

/** What the face finder saw in one picture: enough to say where a face is to go, and for nothing else. */
export interface FaceSighting {
  /** Milliseconds since the capture began, taken when the picture was presented. */
  readonly timeMs: number;
  readonly frame: FrameSize;
  /** Largest first; empty when nobody was seen. */
  readonly faces: readonly SightedFace[];
}

export type ToFinderWorker =
  /** Sent once, first. Answered by `ready` or `failed`. The weights are transferred. */
  | { readonly kind: 'start'; readonly weights: ArrayBuffer }
  /** Answered by `sighted` or `failed`. The picture is transferred. */
  | { readonly kind: 'look'; readonly timeMs: number; readonly picture: Picture };

export type FromFinderWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'sighted'; readonly sighting: FaceSighting; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly reason: string };
