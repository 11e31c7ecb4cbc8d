import type { OpenOptions } from '../model/capture-options.ts';
import { createOzLiveness, type OzLiveness, type OzLivenessOptions } from '../session/oz-liveness.ts';
import { type ControlState, IDLE, nextControlState } from './control-state.ts';

/** What the page hears of its captures; the callbacks of `open()` in the spelling of components. */
export interface CaptureHandlers {
  readonly onSubmit?: OpenOptions['on_submit'];
  readonly onResult?: OpenOptions['on_result'];
  readonly onComplete?: OpenOptions['on_complete'];
  readonly onError?: OpenOptions['on_error'];
  readonly onCaptureComplete?: OpenOptions['on_capture_complete'];
  /** Always comes last, also after an `open()` that was refused. */
  readonly onClose?: OpenOptions['on_close'];
}

/** `open()`'s options without its callbacks. */
export type CaptureOptions = {
  readonly [Key in keyof OpenOptions as Key extends `on_${string}` ? never : Key]: OpenOptions[Key];
};

/** The same for components: what every page sets has a property of its own. */
export interface CaptureProps {
  readonly lang?: CaptureOptions['lang'] | undefined;
  readonly action?: CaptureOptions['action'] | undefined;
  readonly meta?: CaptureOptions['meta'] | undefined;
  /** Every other option of `OzLiveness.open()` under its documented name. */
  readonly options?: CaptureOptions | undefined;
}

/** What a component or a hook takes. Handlers may change at any time; the newest ones are called. */
export interface LivenessSettings extends CaptureHandlers, CaptureProps {
  /** Address of the adapter, absolute or relative to the page. */
  readonly adapterUrl: string;
}

/** The calls a component hands on as they are. */
export type LivenessCalls = Pick<OzLiveness, 'close' | 'hide' | 'check' | 'preload' | 'langs'>;

/** An OzLiveness object with a state to render: what the components for React, Vue, Angular and the custom element share. */
export interface LivenessControl extends LivenessCalls {
  /** The same object until something changes. */
  readonly state: ControlState;
  /** @returns stops listening. */
  subscribe(listener: () => void): () => void;
  /**
   * Opens the window. `handlers` is asked at every callback, so that a component's newest ones are called. Without
   * `onCaptureComplete` at this moment no images are made for it.
   */
  open(props: CaptureProps, handlers: () => CaptureHandlers): void;
}

/**
 * Makes a control for one adapter. Safe to call where there is no document: nothing is touched before `open()`.
 *
 * @param make seam for tests.
 */
export function createLivenessControl(options: OzLivenessOptions, make = createOzLiveness): LivenessControl {
  const liveness = make(options);
  const listeners = new Set<() => void>();
  let state = IDLE;
  const send = (event: Parameters<typeof nextControlState>[1]) => {
    const next = nextControlState(state, event);
    if (next === state) return;
    state = next;
    for (const listener of [...listeners]) listener();
  };

  const open: LivenessControl['open'] = (props, handlers) => {
    const running = liveness.isOpen;
    let refused = false;
    const { onCaptureComplete } = handlers();
    liveness.open({
      ...optionsOf(props),
      on_submit: () => handlers().onSubmit?.(),
      on_result: (result) => handlers().onResult?.(result),
      on_complete: (result) => {
        send({ kind: 'completed', result });
        handlers().onComplete?.(result);
      },
      on_error: (error) => {
        // A second open() fails by itself; what is running goes on.
        if (!running) send({ kind: 'failed', error });
        handlers().onError?.(error);
        if (refused && !running) handlers().onClose?.();
      },
      ...(onCaptureComplete === undefined
        ? {}
        : { on_capture_complete: (capture) => handlers().onCaptureComplete?.(capture) }),
      on_close: () => {
        send({ kind: 'closed' });
        handlers().onClose?.();
      },
    });
    if (running) return;
    refused = !liveness.isOpen;
    if (!refused) send({ kind: 'opened' });
  };

  return {
    get state() {
      return state;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    open,
    close: liveness.close,
    hide: () => {
      liveness.hide();
      if (liveness.isOpen) send({ kind: 'hidden' });
    },
    check: liveness.check,
    preload: liveness.preload,
    langs: liveness.langs,
  };
}

/** Absent and undefined properties leave `options` as it is. */
function optionsOf({ lang, action, meta, options }: CaptureProps): CaptureOptions {
  return {
    ...options,
    ...(lang === undefined ? {} : { lang }),
    ...(action === undefined ? {} : { action }),
    ...(meta === undefined ? {} : { meta }),
  };
}
