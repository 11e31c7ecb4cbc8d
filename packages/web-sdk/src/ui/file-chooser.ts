import type { ViewEvent } from '../model/capture-view.ts';
import { html } from './element.ts';

export interface FileChooser {
  /** Never seen: the window's own button opens it. */
  readonly element: HTMLInputElement;
  open(): void;
}

/**
 * The browser's file chooser for pictures. The types are named one by one: iOS then hands out a photo of its own format
 * as JPEG.
 */
export function createFileChooser(onEvent: (event: ViewEvent) => void): FileChooser {
  const element = html('input', {
    type: 'file',
    accept: 'image/jpeg,image/png,image/webp',
    class: 'unseen',
    tabindex: -1,
    'aria-hidden': 'true',
  });
  element.addEventListener('change', () => {
    const [chosen] = element.files ?? [];
    if (chosen !== undefined) onEvent({ kind: 'photo_file', file: chosen });
    element.value = '';
  });
  element.addEventListener('cancel', () => onEvent({ kind: 'pick_cancelled' }));
  return {
    element,
    open() {
      onEvent({ kind: 'pick' });
      element.click();
    },
  };
}
