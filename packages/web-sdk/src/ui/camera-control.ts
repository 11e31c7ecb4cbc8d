import type { CameraChoice } from '../model/capture-view.ts';
import type { Language } from '../model/language.ts';

/** One way to another camera, hidden while there is none. */
export interface CameraControl {
  readonly element: HTMLElement;
  setLanguage(language: Language): void;
  setCameras(cameras: readonly CameraChoice[], currentId: string): void;
  /** Whether a picture is on screen that another camera could give. */
  show(live: boolean): void;
}
