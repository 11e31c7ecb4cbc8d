import type { ViewEvent } from '../model/capture-view.ts';
import type { CameraControl } from './camera-control.ts';
import { createCameraPicker } from './camera-picker.ts';
import { createCameraSwitch } from './camera-switch.ts';
import type { Screen } from './screen.ts';

export interface CameraControls extends Pick<CameraControl, 'setLanguage' | 'setCameras'> {
  readonly picker: HTMLElement;
  readonly next: HTMLElement;
  show(screen: Screen): void;
}

/** The ways to another camera: a list for everybody, and for operators one press. */
export function createCameraControls(onEvent: (event: ViewEvent) => void): CameraControls {
  const parts = [createCameraPicker(onEvent), createCameraSwitch(onEvent)] as const;
  return {
    picker: parts[0].element,
    next: parts[1].element,
    setLanguage(language) {
      for (const part of parts) part.setLanguage(language);
    },
    setCameras(cameras, currentId) {
      for (const part of parts) part.setCameras(cameras, currentId);
    },
    show({ layout, still }) {
      for (const part of parts) part.show(layout === 'stage' && still === null);
    },
  };
}
