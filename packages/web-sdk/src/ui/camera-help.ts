import type { CameraHelpId } from '../model/camera-help.ts';
import type { Language } from '../model/language.ts';
import { CAMERA_HELP_PICTURES } from './camera-help-pictures.data.ts';
import { html, setText, svg } from './element.ts';
import type { Screen } from './screen.ts';

/** How long "Copied" stands on the button, ms. */
const COPIED_MS = 2500;

export interface CameraHelp {
  readonly element: HTMLElement;
  setLanguage(language: Language): void;
  show(screen: Screen): void;
}

/**
 * How to allow the camera: a picture of where this browser keeps that, and the words. Inside another app also the page's
 * address with a button that copies it.
 */
export function createCameraHelp(): CameraHelp {
  const picture = svg('svg', {
    class: 'where',
    viewBox: '0 0 160 96',
    'aria-hidden': 'true',
    focusable: 'false',
  });
  const text = html('p', { class: 'how' });
  const address = html('input', { class: 'address', type: 'text', readonly: true, spellcheck: 'false' });
  const copy = html('button', { type: 'button', class: 'button copy' });
  const take = html('div', { class: 'take' }, [address, copy]);
  const element = html('div', { class: 'camera-help' }, [
    picture,
    html('div', { class: 'say' }, [text, take]),
  ]);
  element.hidden = true;
  let drawn: CameraHelpId | undefined;
  let label = '';
  let copied = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  address.addEventListener('focus', () => address.select());
  copy.addEventListener('click', () => {
    copyText(address)
      .then((done) => {
        if (!done) return address.focus();
        setText(copy, copied);
        clearTimeout(timer);
        timer = setTimeout(() => setText(copy, label), COPIED_MS);
      })
      .catch(() => address.focus());
  });
  return {
    element,
    setLanguage(language) {
      label = language.text('ui.copy_address');
      copied = language.text('ui.copied');
      setText(copy, label);
      address.setAttribute('aria-label', language.text('ui.page_address'));
    },
    show({ help }) {
      element.hidden = help === null;
      if (help === null) return;
      setText(text, help.text);
      take.hidden = help.id !== 'in_app';
      address.value = pageAddress();
      if (drawn === help.id) return;
      drawn = help.id;
      const strokes = CAMERA_HELP_PICTURES[help.id];
      picture.replaceChildren(...strokes.map(({ look, d }) => svg('path', { class: look, d })));
    },
  };
}

/** The address to open elsewhere: in a frame of another site that site's own, which only the referrer tells. */
function pageAddress(): string {
  if (window.top === window.self || document.referrer === '') return location.href;
  return document.referrer;
}

/** Built-in browsers often have no clipboard interface; the old command works in them. @returns whether it is copied. */
async function copyText(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand('copy');
  }
}
