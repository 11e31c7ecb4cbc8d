import {
  type CaptureHandlers,
  type CaptureProps,
  type ControlState,
  createLivenessControl,
  type LivenessControl,
} from '@presence/web-sdk';
import { type MaybeRefOrGetter, onScopeDispose, type ShallowRef, shallowRef, toValue } from 'vue';

/** What the composable takes. */
export interface LivenessSettings extends CaptureHandlers, CaptureProps {
  /** Address of the adapter, absolute or relative to the page. It is read once. */
  readonly adapterUrl: string;
}

export interface LivenessHandle
  extends Pick<LivenessControl, 'close' | 'hide' | 'check' | 'preload' | 'langs'> {
  /** Whether the capture window is there, and how the last capture ended. */
  readonly state: Readonly<ShallowRef<ControlState>>;
  /** Opens the capture window with the settings of this moment. */
  open(): void;
}

/**
 * Captures from a component or any other effect scope. The window closes, and the camera goes off, when the scope ends.
 *
 * @param settings plain, a ref or a getter; what it holds is read at `open()`, its handlers at every callback.
 */
export function useOzLiveness(settings: MaybeRefOrGetter<LivenessSettings>): LivenessHandle {
  const control = createLivenessControl({ adapterUrl: toValue(settings).adapterUrl });
  const state = shallowRef(control.state);
  const stop = control.subscribe(() => {
    state.value = control.state;
  });
  onScopeDispose(() => {
    control.close();
    stop();
  });
  const { close, hide, check, preload, langs } = control;
  return {
    state,
    open: () => control.open(toValue(settings), () => toValue(settings)),
    close,
    hide,
    check,
    preload,
    langs,
  };
}
