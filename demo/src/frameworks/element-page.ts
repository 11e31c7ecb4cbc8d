import { defineOzLivenessElement } from '@presence/element';
import { byId } from '../element.ts';
import { showExample } from './show-example.ts';
import { whileWanted } from './while-wanted.ts';

const place = byId('example', HTMLElement);
const example = place.innerHTML;

defineOzLivenessElement();
showExample(example.replace(/^ {4}/gm, ''));
whileWanted(() => {
  place.innerHTML = example;
  return () => place.replaceChildren();
});
place.addEventListener('oz-error', (event) => {
  const { detail } = event as CustomEvent<{ code: string }>; // Sent by <oz-liveness>.
  const where = place.querySelector<HTMLElement>('[slot="error"] code');
  if (where) where.textContent = detail.code;
});
