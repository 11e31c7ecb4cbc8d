import axe from 'axe-core';
import type { OpenedWindow } from './gallery-browser.ts';
import type { GalleryScreen, GalleryState } from './screens.data.ts';

export interface Inspection {
  /** Screens that axe looks at; all of them are measured. */
  readonly byAxe: (screen: GalleryScreen) => boolean;
  /** True for a window so small that every screen may scroll, else only the help on allowing the camera may. */
  readonly mayScroll?: boolean;
}

/** What crosses into the page. */
interface Order {
  readonly screens: readonly {
    readonly name: string;
    readonly state: GalleryState;
    readonly byAxe: boolean;
  }[];
  readonly mayScroll: boolean;
}

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/**
 * Goes through the screens with two cameras to choose from and a session in its last minute. @returns what is wrong, each
 * with the screen's name: what axe finds against WCAG 2.2 AA, and everything shown that sticks out of the window, is cut
 * off, off the middle, lies over something else or is too small to hit (2.5.8: 24 px).
 */
export async function faultsOf(
  { page, evaluate }: OpenedWindow,
  screens: readonly GalleryScreen[],
  { byAxe, mayScroll = false }: Inspection,
): Promise<string[]> {
  await evaluate(axe.source);
  await evaluate(`view.setSession({ eventSessionId: '0d8f6c1e-aaaa', endsInMs: 50_000 });
    view.setCameras(['Integrated Camera', 'HD Pro Webcam C920'].map((label) => ({ deviceId: label, label })), 'Integrated Camera')`);
  const chosen = screens.map((screen) => ({ ...screen, byAxe: byAxe(screen) }));
  return await page.evaluate(inspect, { screens: chosen, mayScroll });
}

/** Runs in the gallery's page and uses nothing from outside its own braces. */
async function inspect({ screens, mayScroll }: Order): Promise<string[]> {
  const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  // The gallery's page has defined the first, axe's own script the second.
  const { showState, axe } = window as unknown as {
    showState(state: GalleryState): Promise<void>;
    axe: { run(element: Element | null, options: object): Promise<Found> };
  };
  const host = document.querySelector('.oz-liveness');
  const root = host?.shadowRoot;
  const dialog = root?.querySelector('dialog');
  if (!root || !dialog) return ['there is no window'];

  const shown = (selector: string) =>
    [...root.querySelectorAll(selector)].filter(
      (each) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().width > 0,
    );
  const wrongWith = (each: Element): string => {
    const box = each.getBoundingClientRect();
    const scrolls = mayScroll || dialog.dataset.help === 'true';
    const top = box.top + (scrolls ? dialog.scrollTop : 0);
    const height = scrolls ? dialog.scrollHeight : innerHeight;
    if (box.left < -0.5 || top < -0.5 || box.right > innerWidth + 0.5 || top + box.height > height + 0.5)
      return 'sticks out';
    if (each.matches('button') && (box.width < 24 || box.height < 24)) return 'is too small';
    const cut = each.scrollWidth > each.clientWidth + 1 && each.matches('.title, .text, .button');
    return cut ? 'is cut' : '';
  };
  const overlaps = (one: Element, other: Element): boolean => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    const sharedWidth = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    return sharedWidth > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  };
  const faults: string[] = [];
  for (const { name, state, byAxe } of screens) {
    await showState(state);
    for (const each of shown('.title, .text, .button, .close, .cameras, .stage, .dial, .reference, .time')) {
      const fault = wrongWith(each);
      if (fault !== '') faults.push(`${name}: ${each.className} ${fault}`);
    }
    const above = shown('.title, .text, .close, .cameras, .steps, .stage, .dial, .reference, .time');
    for (const [index, one] of above.entries())
      for (const other of above.slice(index + 1))
        if (overlaps(one, other)) faults.push(`${name}: ${one.className} lies over ${other.className}`);
    const [middle, ...others] = shown('.prompt .title, .prompt .text').map((each) => {
      const { left, right } = each.getBoundingClientRect();
      return (left + right) / 2;
    });
    if (others.some((each) => Math.abs(each - (middle ?? 0)) > 1))
      faults.push(`${name}: text is off the middle`);
    if (!byAxe) continue;
    const { violations } = await axe.run(host, { runOnly: TAGS });
    for (const { id, nodes } of violations)
      for (const node of nodes) faults.push(`${name}: ${id} ${node.html} ${node.failureSummary ?? ''}`);
  }
  return faults;
}
