import type { FaceInspection, FrameSight, InspectionTasks } from '../model/frame-vision.ts';
import type { ModelFiles } from '../model/model-files.ts';
import type { PadModel } from '../model/pad-model.ts';
import type { RankedFace } from './rank-faces.ts';

/** What a vision worker is started with. */
export interface VisionWorkerData {
  readonly models: ModelFiles;
  readonly pads: readonly PadModel[];
}

/** Work for one frame, whose picture is JPEG or PNG of a checked size, or for a part of a collection. */
export type VisionTask =
  | { readonly kind: 'locate'; readonly picture: Uint8Array }
  | {
      readonly kind: 'inspect';
      readonly picture: Uint8Array;
      /** Points of the main face from `locate`. */
      readonly points: Float32Array;
      readonly tasks: InspectionTasks;
    }
  | {
      readonly kind: 'rank';
      readonly probe: Float32Array;
      /** Over shared memory: only its address travels. */
      readonly faces: Float32Array;
      readonly count: number;
      readonly top: number;
    };

/** A task with the number its answer carries. */
export type TaskRequest = { readonly id: number } & VisionTask;

/** To the worker: a task, or the word to leave its thread. */
export type VisionRequest = TaskRequest | { readonly kind: 'leave' };

/** From the worker: `ready` once its models are loaded, then one reply per request. */
export type VisionReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'located'; readonly id: number; readonly sight: FrameSight }
  | { readonly kind: 'inspected'; readonly id: number; readonly inspection: FaceInspection }
  | { readonly kind: 'ranked'; readonly id: number; readonly ranked: readonly RankedFace[] }
  | {
      readonly kind: 'failed';
      readonly id: number;
      /** `picture`: the frame cannot be decoded. `system`: a model or the runtime failed. */
      readonly fault: 'picture' | 'system';
      readonly message: string;
    };
