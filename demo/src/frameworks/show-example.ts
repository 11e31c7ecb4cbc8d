import { byId } from '../element.ts';

/** Puts an example's source on the page beside the running example. */
export function showExample(source: string): void {
  byId('snippet', HTMLElement).textContent = source.trim();
}
