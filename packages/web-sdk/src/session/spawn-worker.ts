/**
 * Starts a module worker from the adapter's address. Browsers refuse worker scripts of another origin, so there a small
 * blob imports it; the page's Content-Security-Policy then has to allow `worker-src blob:` and the adapter in `script-src`.
 */
export function spawnWorker(url: string): Worker {
  if (new URL(url, document.baseURI).origin === window.origin) return new Worker(url, { type: 'module' });
  const blobUrl = URL.createObjectURL(new Blob([bootstrap(url)], { type: 'text/javascript' }));
  const worker = new Worker(blobUrl, { type: 'module' });
  const revoke = () => URL.revokeObjectURL(blobUrl);
  worker.addEventListener('message', revoke, { once: true });
  worker.addEventListener('error', revoke, { once: true });
  return worker;
}

/**
 * import() and not an import statement: policies judge the statement by `worker-src`, import() by `script-src`. Messages
 * that arrive while it loads are held back, and a failure becomes the worker's error event.
 */
function bootstrap(url: string): string {
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
