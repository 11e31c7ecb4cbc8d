import type { InjectionSignals } from '@presence/protocol';
import { type Realm, tamperedInterfaces } from './tampered-interfaces.ts';
import { WATCHED_INTERFACES } from './watched-interfaces.data.ts';

/** The look at the page's interfaces, in two steps: each takes milliseconds, and many of them while a detector computes. */
export interface InterfaceInspection {
  /** Opens the fresh document that `result` compares with and takes away again. */
  prepare(): void;
  /** Once a capture. */
  result(): InjectionSignals['interfaces'];
}

/** Compares the page's camera interfaces with those of a fresh document. */
export function interfaceInspection(camera: {
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
}): InterfaceInspection {
  let frame: HTMLIFrameElement | undefined;
  const prepare = (): HTMLIFrameElement => {
    frame ??= emptyFrame();
    return frame;
  };
  return {
    prepare,
    result: () => {
      const opened = prepare();
      try {
        return compare(camera, opened.contentWindow ?? undefined);
      } finally {
        opened.remove();
        frame = undefined;
      }
    },
  };
}

function compare(
  { stream, track }: { readonly stream: MediaStream; readonly track: MediaStreamTrack },
  fresh: Realm | undefined,
): InjectionSignals['interfaces'] {
  const { tampered, checked } = tamperedInterfaces({
    watched: WATCHED_INTERFACES,
    page: window,
    bare: { navigator, mediaDevices: navigator.mediaDevices, stream, track },
    reference: fresh ?? window,
  });
  return { tampered: tampered.slice(0, 100), checked, reference: fresh === undefined ? 'page' : 'frame' };
}

/** An empty frame of the page's own origin: its functions are the browser's. */
function emptyFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  document.documentElement.append(frame);
  return frame;
}
