import { byId, make } from './element.ts';
import type { Words } from './words.ts';
import { IDLE } from './words.ts';

export type Stage = 'camera' | 'movements' | 'sending' | 'verdict';
const STAGES: readonly { readonly id: Stage; readonly name: string }[] = [
  { id: 'camera', name: 'Camera' },
  { id: 'movements', name: 'Movements' },
  { id: 'sending', name: 'Sending' },
  { id: 'verdict', name: 'Verdict' },
];

export interface VerdictCard {
  say(words: Words): void;
  /** Marks every stage before this one as done; `done` marks this one too. */
  stage(stage: Stage | null, done?: boolean): void;
  /** A data URL, or null for none. */
  picture(source: string | null): void;
  facts(facts: Readonly<Record<string, string>>): void;
}

/** The card beside the button: live state, result in words, best shot. */
export function verdictCard(): VerdictCard {
  const card = byId('verdict', HTMLElement);
  const portrait = make('img', {
    alt: 'Best shot of this capture',
    class: 'portrait',
    width: '132',
    height: '176',
  });
  const empty = make('div', { class: 'portrait empty', 'aria-hidden': 'true' });
  const title = make('h2', { id: 'verdict-title' });
  const text = make('p');
  const words = make('div', { class: 'words', role: 'status', 'aria-live': 'polite' }, [title, text]);
  const marks = STAGES.map(({ id, name }) => ({ id, mark: make('li', {}, [name]) }));
  const stages = make(
    'ol',
    { class: 'stages', 'aria-label': 'Progress of the check' },
    marks.map(({ mark }) => mark),
  );
  const facts = make('dl', { class: 'facts' });
  portrait.hidden = true;
  card.append(make('div', { class: 'outcome' }, [portrait, empty, words]), stages, facts);

  const view: VerdictCard = {
    say(next) {
      card.dataset.tone = next.tone;
      title.textContent = next.title;
      text.textContent = next.text;
    },
    stage(stage, done = false) {
      const at = marks.findIndex(({ id }) => id === stage);
      for (const [index, { mark }] of marks.entries()) {
        const finished = index < at || (index === at && done);
        mark.dataset.state = finished ? 'done' : index === at ? 'now' : 'later';
        if (index === at && !done) mark.setAttribute('aria-current', 'step');
        else mark.removeAttribute('aria-current');
      }
    },
    picture(source) {
      portrait.hidden = source === null;
      empty.hidden = source !== null;
      if (source !== null) portrait.src = source;
    },
    facts(known) {
      facts.replaceChildren(
        ...Object.entries(known).flatMap(([name, value]) => [
          make('dt', {}, [name]),
          make('dd', {}, [value]),
        ]),
      );
    },
  };
  view.say(IDLE);
  view.stage(null);
  return view;
}
