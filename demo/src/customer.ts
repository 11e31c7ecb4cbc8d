import { LANGUAGES } from './actions.data.ts';
import { byId, make } from './element.ts';
import { gesturePicker } from './gesture-picker.ts';
import type { OpenOptions } from './oz-liveness.ts';
import { createCheck } from './run-check.ts';
import { snippet } from './snippet.ts';

const language = byId('lang', HTMLSelectElement);
language.append(...LANGUAGES.map(({ id, name }) => make('option', { value: id }, [name])));

const picker = gesturePicker();
const check = createCheck();
const code = byId('snippet', HTMLElement);
const copy = byId('copy', HTMLButtonElement);

const options = (transaction: string): OpenOptions => ({
  lang: language.value,
  action: picker.chosen(),
  meta: { transaction_id: transaction },
});
const showCode = (): void => {
  code.textContent = snippet(location.origin, options('your-own-id'));
};

picker.onChange(showCode);
showCode();
byId('start', HTMLButtonElement).addEventListener('click', () =>
  check.run(options(`demo-${crypto.randomUUID()}`)),
);
copy.addEventListener('click', async () => {
  await navigator.clipboard.writeText(code.textContent ?? '').then(
    () => {
      copy.textContent = 'Copied';
    },
    () => {
      copy.textContent = 'Select and copy';
    },
  );
  setTimeout(() => {
    copy.textContent = 'Copy';
  }, 2000);
});
