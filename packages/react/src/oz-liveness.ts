import type { LivenessSettings } from '@presence/web-sdk';
import { useEffect } from 'react';
import { useOzLiveness } from './use-oz-liveness.ts';

export interface OzLivenessProps extends LivenessSettings {
  /** Whether the window is to be open. Set it to false in `onClose`, which always comes. */
  readonly open: boolean;
}

/** The capture window as a component: it draws nothing where it stands, the window covers the page. */
export function OzLiveness(props: OzLivenessProps): null {
  const { open, close } = useOzLiveness(props);
  const wanted = props.open;
  useEffect(() => {
    if (!wanted) return undefined;
    open();
    return close;
  }, [wanted, open, close]);
  return null;
}
