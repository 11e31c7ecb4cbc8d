import {
  type ControlState,
  createLivenessControl,
  type LivenessCalls,
  type LivenessSettings,
} from '@presence/web-sdk';
import { type MaybeRefOrGetter, onScopeDispose, type ShallowRef, shallowRef, toValue } from 'vue';

export interface LivenessHandle extends LivenessCalls {
  /** Whether the capture window is there, and how the last capture ended. */
  readonly state: Readonly<ShallowRef<ControlState>>;
  /** Opens the capture window with the settings of this moment. */
  open(): void;
}

/**
 * Captures from a component or any other effect scope. The window closes, and the camera goes off, when the scope ends.
 *
 * @param settings plain, a ref or a getter; what it holds is read at `open()`, its handlers at every callback, `adapterUrl` once.
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
