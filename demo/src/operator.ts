import { byId } from './element.ts';
import { operatorMode } from './operator-mode.ts';
import type { OpenOptions } from './oz-liveness.ts';
import { createCheck } from './run-check.ts';
import { snippet } from './snippet.ts';

const form = byId('case', HTMLFormElement);
const transaction = byId('transaction', HTMLInputElement);
const task = byId('task', HTMLSelectElement);
const code = byId('snippet', HTMLElement);
const mode = byId('mode', HTMLParagraphElement);
const check = createCheck();

const options = (): OpenOptions => ({
  lang: 'en',
  action: task.value === '' ? null : task.value.split(','),
  meta: { transaction_id: transaction.value },
});
const showCode = (): void => {
  code.textContent = snippet(location.origin, options());
};

transaction.value = `branch-${new Date().toISOString().slice(0, 10)}-${crypto.randomUUID().slice(0, 8)}`;
form.addEventListener('input', showCode);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  check.run(options());
});
showCode();

void operatorMode().then((on) => {
  mode.textContent = on
    ? 'Operator mode is on here.'
    : 'Operator mode is off here, so the window speaks to the customer. Start the demo with WA_USE_FOR_LIVENESS=true.';
});
