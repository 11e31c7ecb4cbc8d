import { CaptureError } from '../model/capture-error.ts';
import { importingScript, workerAddress } from './worker-address.ts';

/**
 * Starts a classic worker from the adapter's address. Browsers refuse worker scripts of another origin, so there a small
 * blob loads it; the page's Content-Security-Policy then has to allow `worker-src blob:` and the adapter in `script-src`.
 */
export function spawnWorker(url: string): Worker {
  if (isSameOrigin(url)) return new Worker(workerAddress(url));
  return fromBlob(importingScript(url), (blobUrl) => new Worker(workerAddress(blobUrl)));
}

/**
 * The same for a module worker.
 *
 * @throws CaptureError `browser_unsupported` in browsers that know only classic workers.
 */
export function spawnModuleWorker(url: string): Worker {
  return isSameOrigin(url) ? moduleWorker(url) : fromBlob(importing(url), moduleWorker);
}

/** Browsers without module workers do not even look for the option that asks for one, and start a classic worker instead. */
function moduleWorker(url: string): Worker {
  let asked = false;
  const worker = new Worker(workerAddress(url), {
    get type() {
      asked = true;
      return 'module' as const;
    },
  });
  if (asked) return worker;
  worker.terminate();
  throw new CaptureError('browser_unsupported', 'This browser has no module workers.');
}

function fromBlob(script: string, start: (blobUrl: string) => Worker): Worker {
  const blobUrl = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const revoke = () => URL.revokeObjectURL(blobUrl);
  try {
    const worker = start(blobUrl);
    worker.addEventListener('message', revoke, { once: true });
    worker.addEventListener('error', revoke, { once: true });
    return worker;
  } catch (thrown) {
    revoke();
    throw thrown;
  }
}

function isSameOrigin(url: string): boolean {
  return new URL(url, document.baseURI).origin === window.origin;
}

/**
 * import() and not an import statement: policies judge the statement by `worker-src`, import() by `script-src`. Messages
 * that arrive while it loads are held back, and a failure becomes the worker's error event.
 */
function importing(url: string): string {
  return `const early = [];
const hold = (event) => early.push(event.data);
addEventListener('message', hold);
import(${JSON.stringify(url)}).then(
  () => {
    removeEventListener('message', hold);
    for (const data of early) dispatchEvent(new MessageEvent('message', { data }));
  },
  (error) => setTimeout(() => { throw error; }),
);`;
}
