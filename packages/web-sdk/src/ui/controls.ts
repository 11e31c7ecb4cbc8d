import type { ViewEvent } from '../model/capture-view.ts';
import type { Language } from '../model/language.ts';
import { html } from './element.ts';
import { createFileChooser } from './file-chooser.ts';
import type { Screen, ScreenButton } from './screen.ts';

export interface Controls {
  readonly buttons: HTMLElement;
  readonly chooser: HTMLElement;
  setLanguage(language: Language): void;
  show(screen: Screen): void;
}

/** Everything the person can press, beside the way out, which the window has from the beginning. */
export function createControls(
  closeButton: HTMLButtonElement,
  onEvent: (event: ViewEvent) => void,
): Controls {
  const chooser = createFileChooser(onEvent);
  const buttons = html('div', { class: 'buttons' });
  // A key held down must not also press the button of the next screen.
  buttons.addEventListener('keydown', (event) => {
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  });
  let shown = '';

  const press = (event: ScreenButton['event']): void => {
    if (event === 'pick') chooser.open();
    else onEvent({ kind: event });
  };
  return {
    buttons,
    chooser: chooser.element,
    setLanguage(language) {
      closeButton.setAttribute('aria-label', language.text('ui.close'));
    },
    show(screen) {
      const wanted = JSON.stringify(screen.buttons);
      if (wanted === shown) return;
      shown = wanted;
      const made = screen.buttons.map((button) => createButton(button, press));
      const focused = buttons.contains(rootOf(buttons).activeElement);
      buttons.replaceChildren(...made);
      const primary = made.find((button) => button.classList.contains('primary'));
      const dialog = closeButton.closest('dialog');
      // What is new is read from its beginning, also where the window is too small for all of it.
      const focus = (element: HTMLElement | null) => element?.focus({ preventScroll: true });
      dialog?.scrollTo(0, 0);
      // A screen that waits for a decision takes the focus; one that lost its focused button must not lose focus altogether.
      if (primary !== undefined && (screen.layout === 'message' || screen.still !== null)) focus(primary);
      else if (focused) focus(primary ?? dialog);
    },
  };
}

function createButton(
  { event, label, primary }: ScreenButton,
  press: (event: ScreenButton['event']) => void,
) {
  const button = html('button', { type: 'button', class: primary ? 'button primary' : 'button' }, [label]);
  button.dataset.event = event;
  button.addEventListener('click', () => press(event));
  return button;
}

function rootOf(element: Element): DocumentOrShadowRoot {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root : document;
}
