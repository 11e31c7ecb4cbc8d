import { html } from './element.ts';

/** On the element that carries the window, so that every copy of the SDK on a page recognises it. */
const HOST_CLASS = 'oz-liveness';

/** How long the window waits for its style sheet before it shows itself without, ms. */
const STYLE_PATIENCE_MS = 3000;

export interface CaptureDialog {
  readonly host: HTMLElement;
  readonly dialog: HTMLDialogElement;
  /** Out of sight; focus goes back to where it was. */
  hide(): void;
  close(): void;
}

/**
 * A modal dialog over the whole page, in a shadow root of its own so that neither page can restyle the other. The
 * browser's own modality keeps focus inside and everything outside inert. It appears when its style sheet is there.
 */
export function openDialog(
  options: { readonly parent: HTMLElement; readonly styleSheetUrl: string; onCancel(): void },
  content: readonly Node[],
): CaptureDialog {
  const before = document.activeElement;
  const { overflow } = document.documentElement.style;
  const host = html('div', { class: HOST_CLASS });
  const dialog = html(
    'dialog',
    { class: 'window', 'aria-modal': 'true', role: 'dialog', tabindex: -1 },
    content,
  );
  const link = html('link', { rel: 'stylesheet', href: options.styleSheetUrl });
  let open = true;

  const reveal = (): void => {
    clearTimeout(patience);
    if (!open || dialog.open) return;
    document.documentElement.style.overflow = 'hidden';
    if (typeof dialog.showModal === 'function') dialog.showModal();
    else dialog.setAttribute('open', '');
    dialog.focus();
  };
  const conceal = (): void => {
    clearTimeout(patience);
    if (!open) return;
    open = false;
    if (dialog.open && typeof dialog.close === 'function') dialog.close();
    host.hidden = true;
    document.documentElement.style.overflow = overflow;
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  const patience = setTimeout(reveal, STYLE_PATIENCE_MS);
  link.addEventListener('load', reveal, { once: true });
  link.addEventListener('error', reveal, { once: true });
  dialog.addEventListener('cancel', (event) => {
    // A file chooser inside the window also cancels; only Escape on the window itself closes it.
    if (event.target !== dialog) return;
    event.preventDefault();
    options.onCancel();
  });
  // Browsers close a dialog on the second Escape whatever the page says.
  dialog.addEventListener('close', () => {
    if (open) options.onCancel();
  });

  host.attachShadow({ mode: 'open' }).append(link, dialog);
  options.parent.append(host);
  return {
    host,
    dialog,
    hide: conceal,
    close() {
      conceal();
      host.remove();
    },
  };
}

/** Whether any capture window, but the caller's own, is on this page, of whichever object and hidden or not. */
export function captureWindowOnPage(own?: HTMLElement): boolean {
  return [...document.querySelectorAll(`div.${HOST_CLASS}`)].some(
    (host) => host.shadowRoot !== null && host !== own,
  );
}
