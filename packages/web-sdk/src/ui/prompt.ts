import { html, setText } from './element.ts';
import { createFaceFigure } from './face-figure.ts';
import type { Screen } from './screen.ts';

export interface Prompt {
  readonly element: HTMLElement;
  show(screen: Screen, mirrored: boolean): void;
}

/** The instruction above the picture: the little face that shows the movement, and the words. `element` is its place. */
export function createPrompt(element: HTMLElement): Prompt {
  const figure = createFaceFigure();
  const title = html('h2', { class: 'title' });
  const text = html('p', { class: 'text' });
  element.append(figure.element, html('div', { class: 'words' }, [title, text]));
  return {
    element,
    show(screen, mirrored) {
      element.dataset.tone = screen.tone;
      element.dataset.frame = screen.frame;
      figure.show(screen.figure, mirrored);
      const changed = setText(title, screen.title);
      setText(text, screen.text);
      if (changed && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
        title.animate([{ opacity: 0, transform: 'translateY(6px)' }, {}], {
          duration: 220,
          easing: 'ease-out',
        });
      }
    },
  };
}
