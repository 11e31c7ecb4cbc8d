import { html, setText } from './element.ts';

/** Characters of the event session's id that are shown: enough to find it in a log, few enough to read out. */
const SHOWN_CHARACTERS = 8;

export interface Reference {
  readonly element: HTMLElement;
  /** `id` is the event session's; nothing is shown for an empty one. */
  show(label: string, id: string): void;
}

/** The beginning of the event session's id in its own line, for the site's support; a click selects it whole. */
export function createReference(): Reference {
  const label = html('span');
  const code = html('code', { class: 'code', dir: 'ltr', translate: 'no' });
  const element = html('p', { class: 'reference', hidden: true }, [label, ' ', code]);
  return {
    element,
    show(words, id) {
      element.hidden = id === '';
      setText(label, words);
      setText(code, id.slice(0, SHOWN_CHARACTERS));
    },
  };
}
