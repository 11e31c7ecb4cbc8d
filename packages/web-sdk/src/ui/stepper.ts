import { html, setText } from './element.ts';
import type { Screen } from './screen.ts';

export interface Stepper {
  readonly element: HTMLElement;
  show(screen: Screen): void;
}

/** One small bar for each action, filled as it is done; read out as "Step 1 of 3". */
export function createStepper(): Stepper {
  const label = html('span', { class: 'unseen' });
  const bars = html('span', { class: 'steps', 'aria-hidden': 'true' });
  const element = html('p', { class: 'stepper' }, [label, bars]);
  return {
    element,
    show({ step, ring }) {
      element.hidden = step === null;
      setText(label, step?.label ?? '');
      const total = step?.total ?? 0;
      if (bars.childElementCount !== total) {
        bars.replaceChildren(...Array.from({ length: total }, () => html('span', { class: 'step' })));
      }
      for (const [index, bar] of [...bars.children].entries()) {
        if (!(bar instanceof HTMLElement) || step === null) continue;
        const now = typeof ring === 'number' ? ring : 0;
        const share = index + 1 < step.current ? 1 : index + 1 === step.current ? now : 0;
        bar.style.setProperty('--share', String(share));
      }
    },
  };
}
