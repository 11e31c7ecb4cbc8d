import type { ViewEvent } from '../model/capture-view.ts';
import type { CameraControl } from './camera-control.ts';
import { html } from './element.ts';
import { createIcon } from './icon.ts';

/**
 * Lets the person choose among several cameras: the browser's own list box behind an icon, so that keyboard, screen
 * readers and the phone's own wheel work as everywhere.
 */
export function createCameraPicker(onEvent: (event: ViewEvent) => void): CameraControl {
  const select = html('select', { class: 'camera-list' });
  const element = html('div', { class: 'cameras' }, [createIcon('camera'), select]);
  element.hidden = true;
  let several = false;
  let shown = '';

  select.addEventListener('change', () => onEvent({ kind: 'camera', deviceId: select.value }));
  return {
    element,
    setLanguage(language) {
      const label = language.text('ui.camera_picker');
      select.setAttribute('aria-label', label);
      select.title = label;
    },
    setCameras(cameras, currentId) {
      several = cameras.length > 1;
      const wanted = JSON.stringify(cameras);
      if (wanted !== shown) {
        shown = wanted;
        // Labels are the device's own words, in whatever language it speaks.
        const options = cameras.map(({ deviceId, label }) => html('option', { value: deviceId }, [label]));
        select.replaceChildren(...options);
      }
      select.value = currentId;
      if (!several) element.hidden = true;
    },
    show(live) {
      element.hidden = !(live && several);
    },
  };
}
