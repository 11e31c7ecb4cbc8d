import {
  type ControlState,
  createLivenessControl,
  type LivenessCalls,
  type LivenessSettings,
} from '@presence/web-sdk';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';

export interface LivenessHandle extends ControlState, LivenessCalls {
  /** Opens the capture window with the options of the last render. */
  open(): void;
}

/**
 * Captures from a component: `open()` shows the window, `window` and `outcome` say how it goes. The window closes, and
 * the camera goes off, when the component is unmounted.
 */
export function useOzLiveness(props: LivenessSettings): LivenessHandle {
  const { adapterUrl } = props;
  const control = useMemo(() => createLivenessControl({ adapterUrl }), [adapterUrl]);
  const newest = useRef(props);
  useEffect(() => {
    newest.current = props;
  });
  useEffect(() => () => control.close(), [control]);
  const state = useSyncExternalStore(
    control.subscribe,
    () => control.state,
    () => control.state,
  );
  const open = useCallback(() => control.open(newest.current, () => newest.current), [control]);
  return useMemo(() => {
    const { close, hide, check, preload, langs } = control;
    return { ...state, open, close, hide, check, preload, langs };
  }, [control, open, state]);
}
