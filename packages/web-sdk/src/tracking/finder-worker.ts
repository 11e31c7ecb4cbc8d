import type { FrameSize } from '../model/face-observation.ts';
import type { FromFinderWorker, ToFinderWorker } from '../model/finder-messages.ts';
import type { Picture } from '../model/picture.ts';
import { workerScope } from '../model/worker-scope.ts';
import { createFinderNetwork } from './finder-network.ts';
import { readPackedLayers } from './packed-layers.ts';
import { type FaceSight, faceSight } from './sight-faces.ts';

/** assets/face-finder.wat assembled, in base64: a request of its own would cost more than its bytes. Set by the build. */
declare const PRESENCE_FINDER_KERNEL: string;

/** Entry of the face finder's worker, a classic script in one file. */
function run(): void {
  const scope = workerScope<ToFinderWorker, FromFinderWorker>();
  let sight: FaceSight | undefined;

  const start = async (weights: ArrayBuffer) => {
    const kernel = Uint8Array.from(atob(PRESENCE_FINDER_KERNEL), (letter) => letter.charCodeAt(0));
    sight = faceSight(await createFinderNetwork(readPackedLayers(weights), kernel));
    scope.postMessage({ kind: 'ready' });
  };
  const look = (timeMs: number, picture: Picture) => {
    const startedMs = performance.now();
    try {
      const sighting = sight?.(picture, sizeOf(picture), timeMs);
      if (sighting === undefined) throw new Error('start has to come first');
      scope.postMessage({ kind: 'sighted', sighting, tookMs: performance.now() - startedMs });
    } finally {
      picture.close();
    }
  };
  const fail = (thrown: unknown) => {
    const reason = (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 300);
    scope.postMessage({ kind: 'failed', reason });
  };

  scope.addEventListener('message', ({ data }) => {
    const done =
      data.kind === 'start'
        ? start(data.weights)
        : Promise.resolve().then(() => look(data.timeMs, data.picture));
    done.catch(fail);
  });
}

function sizeOf(picture: Picture): FrameSize {
  return 'displayWidth' in picture
    ? { width: picture.displayWidth, height: picture.displayHeight }
    : { width: picture.width, height: picture.height };
}

run();
