import type { CameraChoice, ViewEvent } from '../model/capture-view.ts';
import type { CameraControl } from './camera-control.ts';
import { html } from './element.ts';
import { createIcon } from './icon.ts';

/** One press, the next camera: an operator goes from the person to the document and back. */
export function createCameraSwitch(onEvent: (event: ViewEvent) => void): CameraControl {
  const element = html('button', { type: 'button', class: 'switch' }, [createIcon('switch')]);
  element.hidden = true;
  let operator = false;
  let live = false;
  let next: CameraChoice | undefined;

  const draw = (): void => {
    element.hidden = !(operator && live && next !== undefined);
  };
  element.addEventListener('click', () => {
    if (next !== undefined) onEvent({ kind: 'camera', deviceId: next.deviceId });
  });
  return {
    element,
    setLanguage(language) {
      const label = language.text('ui.camera_switch');
      element.setAttribute('aria-label', label);
      element.title = label;
      operator = language.audience === 'operator';
      draw();
    },
    setCameras(cameras, currentId) {
      const at = cameras.findIndex(({ deviceId }) => deviceId === currentId);
      next = cameras.length > 1 ? cameras[(at + 1) % cameras.length] : undefined;
      draw();
    },
    show(onScreen) {
      live = onScreen;
      draw();
    },
  };
}
