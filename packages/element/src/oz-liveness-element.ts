import type { CaptureOptions, ControlState, LivenessCalls } from '@presence/web-sdk';
import type { LivenessEventMap } from './liveness-events.ts';

/**
 * `<oz-liveness adapter-url="…">` with the page's own button inside: a click on what stands in its default slot opens the
 * capture window. What stands in `slot="complete"` or `slot="error"` is shown instead once a capture has ended so. The
 * attribute `state` (`closed`, `open`, `hidden`) is there for style sheets.
 */
export interface OzLivenessElement extends HTMLElement, LivenessCalls {
  /** Attribute `adapter-url`, absolute or relative to the page; the page's own origin when it is absent. */
  adapterUrl: string;
  /** Attribute `action`: ids separated by spaces. Null: the adapter chooses. */
  action: readonly string[] | null;
  /** Attribute `meta`: a JSON object with string values. Null: none. */
  meta: Readonly<Record<string, string>> | null;
  /** Attribute `frames`: images are made for `oz-capture-complete`, which is sent only then. */
  frames: boolean;
  /** Every other option of `OzLiveness.open()` under its documented name. */
  options: CaptureOptions | undefined;
  readonly state: ControlState;
  open(): void;
  addEventListener<Name extends keyof LivenessEventMap>(
    type: Name,
    listener: (this: OzLivenessElement, event: LivenessEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'oz-liveness': OzLivenessElement;
  }
}
