import type { Language } from '../model/language.ts';
import { createCameraHelp } from './camera-help.ts';
import { html, setText, svg } from './element.ts';
import { createIcon, drawIcon } from './icon.ts';
import { createReference } from './reference.ts';
import type { Screen } from './screen.ts';

const DIAL = 'M60 6A54 54 0 1 1 59.99 6Z';

export interface Message {
  readonly element: HTMLElement;
  setLanguage(language: Language): void;
  show(screen: Screen, words: MessageWords): void;
}

export interface MessageWords {
  readonly progress: string;
  readonly reference: string;
  /** Of the session this message belongs to; empty when there is none. */
  readonly eventSessionId: string;
}

/** Everything that is not the camera's picture: an icon in a dial, a title, a text. */
export function createMessage(): Message {
  const icon = createIcon('face');
  const percent = html('span', { class: 'percent' });
  const dial = html('div', { class: 'dial' }, [
    svg('svg', { class: 'arc', viewBox: '0 0 120 120', 'aria-hidden': 'true', focusable: 'false' }, [
      svg('circle', { class: 'disc', cx: 60, cy: 60, r: 46 }),
      svg('path', { class: 'track', d: DIAL }),
      svg('path', { class: 'turn', d: DIAL, pathLength: 1 }),
    ]),
    icon,
  ]);
  const title = html('h2', { class: 'title' });
  const text = html('p', { class: 'text' });
  const help = createCameraHelp();
  const reference = createReference();
  const element = html('div', { class: 'message' }, [
    dial,
    title,
    text,
    percent,
    help.element,
    reference.element,
  ]);

  return {
    element,
    setLanguage: help.setLanguage,
    show(screen, words) {
      const { ring } = screen;
      element.dataset.tone = screen.tone;
      element.dataset.ring = ring === 'busy' ? 'busy' : ring === null ? 'none' : 'share';
      drawIcon(icon, screen.icon);
      setText(title, screen.title);
      setText(text, screen.text);
      help.show(screen);
      element.style.setProperty('--progress', String(typeof ring === 'number' ? ring : 0));
      const shown = typeof ring === 'number' && ring < 1;
      setText(percent, shown ? `${Math.round(ring * 100)} %` : '');
      describe(dial, shown ? Math.round(ring * 100) : undefined, words.progress);
      reference.show(words.reference, screen.reference ? words.eventSessionId : '');
    },
  };
}

/** A dial that shows a share is a progress bar; else it is decoration. */
function describe(dial: HTMLElement, percent: number | undefined, label: string): void {
  const attributes: Readonly<Record<string, string>> =
    percent === undefined
      ? {}
      : {
          role: 'progressbar',
          'aria-valuemin': '0',
          'aria-valuemax': '100',
          'aria-valuenow': String(percent),
          'aria-label': label,
        };
  for (const name of ['role', 'aria-valuemin', 'aria-valuemax', 'aria-valuenow', 'aria-label']) {
    const value = attributes[name];
    if (value === undefined) dial.removeAttribute(name);
    else dial.setAttribute(name, value);
  }
}
