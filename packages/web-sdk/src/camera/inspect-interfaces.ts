import type { InjectionSignals } from '@presence/protocol';
import { type Realm, tamperedInterfaces } from './tampered-interfaces.ts';
import { WATCHED_INTERFACES } from './watched-interfaces.data.ts';

/** Compares the page's camera interfaces with those of a fresh document. Takes a few milliseconds: once a capture. */
export function inspectInterfaces(camera: {
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
}): InjectionSignals['interfaces'] {
  const bare = {
    navigator,
    mediaDevices: navigator.mediaDevices,
    stream: camera.stream,
    track: camera.track,
  };
  const question = { watched: WATCHED_INTERFACES, page: window, bare };
  return withFreshRealm((fresh) => {
    const { tampered, checked } = tamperedInterfaces({ ...question, reference: fresh ?? window });
    return { tampered: tampered.slice(0, 100), checked, reference: fresh === undefined ? 'page' : 'frame' };
  });
}

/** An empty frame of the page's own origin: its functions are the browser's. Taken away again at once. */
function withFreshRealm<T>(work: (fresh: Realm | undefined) => T): T {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  document.documentElement.append(frame);
  try {
    return work(frame.contentWindow ?? undefined);
  } finally {
    frame.remove();
  }
}
