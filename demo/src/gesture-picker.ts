import { ACTIONS, actionName } from './actions.data.ts';
import { byId, make } from './element.ts';

/** Most a capture may hold. */
const MOST = 8;

export interface GesturePicker {
  /** Null: the adapter draws. */
  chosen(): readonly string[] | null;
  onChange(listener: () => void): void;
}

/** Toggles that remember the order in which they were pressed. */
export function gesturePicker(): GesturePicker {
  const form = byId('choices', HTMLFormElement);
  const fieldset = byId('gestures', HTMLFieldSetElement);
  const order = byId('order', HTMLParagraphElement);
  const listeners: (() => void)[] = [];
  let list: string[] = ['video_selfie_left', 'video_selfie_smile'];

  const own = (): boolean => new FormData(form).get('mode') === 'own';
  const chips = ACTIONS.map(({ id, name }) => {
    const place = make('span', { class: 'place', 'aria-hidden': 'true' });
    const chip = make('button', { type: 'button', class: 'chip' }, [place, name]);
    chip.addEventListener('click', () => {
      if (list.includes(id)) list = list.filter((other) => other !== id);
      else if (list.length < MOST) list = [...list, id];
      draw();
    });
    return { id, chip, place };
  });
  const draw = (): void => {
    const mine = own();
    fieldset.disabled = !mine;
    for (const { id, chip, place } of chips) {
      const index = list.indexOf(id);
      chip.setAttribute('aria-pressed', String(mine && index >= 0));
      place.textContent = mine && index >= 0 ? String(index + 1) : '';
    }
    const names = list.map(actionName).join(', ');
    if (!mine) order.textContent = 'The adapter will draw from its list.';
    else
      order.textContent =
        names === '' ? 'Nothing picked: the adapter will draw.' : `In this order: ${names}.`;
    for (const listener of listeners) listener();
  };

  fieldset.append(...chips.map(({ chip }) => chip));
  form.addEventListener('change', draw);
  form.addEventListener('submit', (event) => event.preventDefault());
  draw();
  return {
    chosen: () => (own() && list.length > 0 ? list : null),
    onChange: (listener) => void listeners.push(listener),
  };
}
