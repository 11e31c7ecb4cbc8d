import type { FaceInspection, FrameSight, InspectionTasks } from '../model/frame-vision.ts';
import type { ModelFiles } from '../model/model-files.ts';
import type { PadModel } from '../model/pad-model.ts';

/** What a vision worker is started with. */
export interface VisionWorkerData {
  readonly models: ModelFiles;
  readonly pads: readonly PadModel[];
}

/** Work for one frame. The picture is JPEG or PNG whose kind and size were checked. */
export type VisionTask =
  | { readonly kind: 'locate'; readonly picture: Uint8Array }
  | {
      readonly kind: 'inspect';
      readonly picture: Uint8Array;
      /** Points of the main face from `locate`. */
      readonly points: Float32Array;
      readonly tasks: InspectionTasks;
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
  | {
      readonly kind: 'failed';
      readonly id: number;
      /** `picture`: the frame cannot be decoded. `system`: a model or the runtime failed. */
      readonly fault: 'picture' | 'system';
      readonly message: string;
    };
