import {
  type CaptureHandlers,
  type CaptureProps,
  type ControlState,
  createLivenessControl,
  type LivenessControl,
} from '@presence/web-sdk';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';

/** What the hook and the component take. Handlers may change at every render; the newest ones are called. */
export interface LivenessProps extends CaptureHandlers, CaptureProps {
  /** Address of the adapter, absolute or relative to the page. */
  readonly adapterUrl: string;
}

export interface LivenessHandle
  extends ControlState,
    Pick<LivenessControl, 'close' | 'hide' | 'check' | 'preload' | 'langs'> {
  /** Opens the capture window with the options of the last render. */
  open(): void;
}

/**
 * Captures from a component: `open()` shows the window, `window` and `outcome` say how it goes. The window closes, and
 * the camera goes off, when the component is unmounted.
 */
export function useOzLiveness(props: LivenessProps): LivenessHandle {
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
