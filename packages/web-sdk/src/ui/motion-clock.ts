/** Milliseconds between two pictures of a moving figure: 8 a second look alive, and each takes 10 to 20 ms without a graphics card. */
const FIGURE_MS = 125;
/** Between two pictures while the person only waits: the engine may be computing on the same two cores. */
const WAITING_MS = 250;

/** What moves on the screen. */
export type Motion = 'none' | 'figure' | 'waiting';

export interface MotionClock {
  run(motion: Motion): void;
  close(): void;
}

/**
 * Drives the window's animations: they all stand still in the style sheet and are at the phase `--clock` says. A running
 * CSS animation, even one with `steps()`, makes the browser prepare 60 pictures a second, which costs 10 to 40 % of a core
 * without a graphics card; this costs next to nothing. It rests while the page is hidden.
 */
export function createMotionClock(element: HTMLElement, media = matchMedia): MotionClock {
  let current: Motion = 'none';
  let closed = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  const calm = media('(prefers-reduced-motion: reduce)');

  const restart = (): void => {
    clearInterval(timer);
    timer = undefined;
    // With little motion only waiting is shown, by fading; figures keep the pose that says what to do.
    if (current === 'none' || (current === 'figure' && calm.matches)) {
      element.style.removeProperty('--clock');
      return;
    }
    if (document.hidden) return;
    timer = setInterval(
      () => element.style.setProperty('--clock', `${Math.round(performance.now())}ms`),
      current === 'figure' ? FIGURE_MS : WAITING_MS,
    );
  };
  document.addEventListener('visibilitychange', restart);
  calm.addEventListener('change', restart);
  return {
    run: (motion) => {
      if (motion === current || closed) return;
      current = motion;
      restart();
    },
    close: () => {
      closed = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', restart);
      calm.removeEventListener('change', restart);
    },
  };
}
