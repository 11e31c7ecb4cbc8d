import type { CaptureHandlers, CaptureReport, ErrorReport, ResultReport } from '@presence/web-sdk';

/** Events of the element; `detail` is the argument of the callback. They bubble, and cross shadow roots. */
export interface LivenessEventMap {
  readonly 'oz-submit': CustomEvent<undefined>;
  readonly 'oz-result': CustomEvent<ResultReport>;
  readonly 'oz-complete': CustomEvent<ResultReport>;
  readonly 'oz-error': CustomEvent<ErrorReport>;
  readonly 'oz-capture-complete': CustomEvent<CaptureReport>;
  readonly 'oz-close': CustomEvent<undefined>;
}

/** Handlers that send every callback of a capture as an event of this target. */
export function sendEvents(target: EventTarget, options: { readonly frames: boolean }): CaptureHandlers {
  const send = <Name extends keyof LivenessEventMap>(name: Name, detail: LivenessEventMap[Name]['detail']) =>
    void target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  return {
    onSubmit: () => send('oz-submit', undefined),
    onResult: (result) => send('oz-result', result),
    onComplete: (result) => send('oz-complete', result),
    onError: (error) => send('oz-error', error),
    ...(options.frames
      ? { onCaptureComplete: (capture: CaptureReport) => send('oz-capture-complete', capture) }
      : {}),
    onClose: () => send('oz-close', undefined),
  };
}
