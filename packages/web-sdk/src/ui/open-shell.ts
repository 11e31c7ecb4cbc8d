import type { FirstWords } from '../model/first-words.ts';
import type { WindowShell } from '../model/window-shell.ts';
import { createCameraPicture } from './camera-picture.ts';
import { openDialog } from './capture-dialog.ts';
import { html, svg } from './element.ts';
import { styleProperties, styleText } from './style-properties.ts';

export interface ShellOptions {
  /** Where the window's element is put, usually document.body. */
  readonly parent: HTMLElement;
  /** Absolute address of the style sheet. The window shows itself once it has loaded. */
  readonly styleSheetUrl: string;
  /** The page's `style` option; unknown keys are ignored. */
  readonly style: unknown;
  readonly version: string;
  onCancel(): void;
}

const CROSS = 'M6.5 6.5l11 11M17.5 6.5l-11 11';

/** Opens a window with nothing in it but the place of the camera's picture and the way out. */
export function openShell(options: ShellOptions): WindowShell {
  const { parent, styleSheetUrl, style, version } = options;
  let cancel = options.onCancel;
  let live = false;
  const picture = createCameraPicture();
  const { video } = picture;
  const closeButton = html('button', { type: 'button', class: 'close' }, [
    svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true', focusable: 'false' }, [
      svg('path', { d: CROSS }),
    ]),
  ]);
  closeButton.addEventListener('click', () => cancel());
  const prompt = html('div', { class: 'prompt' });
  const top = html('div', { class: 'top' }, [closeButton]);
  const body = html('div', { class: 'body' }, [prompt, html('div', { class: 'frame' }, [picture.element])]);
  const notice = html('p', { class: 'notice' }, [styleText(style, 'notice')]);
  notice.hidden = notice.textContent === '';
  const foot = html('div', { class: 'foot' }, [
    notice,
    html('p', { class: 'version', 'aria-hidden': 'true' }, [version]),
  ]);
  const frame = openDialog({ parent, styleSheetUrl, onCancel: () => cancel() }, [top, body, foot]);
  frame.dialog.dataset.layout = 'stage';
  for (const [property, value] of styleProperties(style)) frame.host.style.setProperty(property, value);
  return {
    host: frame.host,
    dialog: frame.dialog,
    top,
    body,
    foot,
    closeButton,
    prompt,
    stage: picture.element,
    video,
    get live() {
      return live;
    },
    awaitLook: () => {
      picture.element.dataset.awaited = 'true';
    },
    look: (look) => {
      delete picture.element.dataset.awaited;
      picture.look(look);
    },
    play: async (stream) => {
      // Given again it would start anew, and the picture with it.
      if (video.srcObject !== stream) video.srcObject = stream;
      live = true;
      // Rejected when the window closes meanwhile, and where a browser wants a touch first.
      await video.play().catch(() => undefined);
    },
    handTo: (onCancel) => {
      cancel = onCancel;
    },
    hide: frame.hide,
    close: frame.close,
  };
}

/** Gives names to what a screen reader finds in it, before the language packs are there. */
export function nameShell(
  { dialog, closeButton }: WindowShell,
  { tag, direction, strings }: FirstWords,
): void {
  dialog.lang = tag;
  dialog.dir = direction;
  dialog.setAttribute('aria-label', strings['ui.dialog_label']);
  closeButton.setAttribute('aria-label', strings['ui.close']);
}
