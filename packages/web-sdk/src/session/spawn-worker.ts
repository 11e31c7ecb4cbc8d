/**
 * Starts a module worker from the adapter's address. Browsers refuse worker scripts of another origin, so there a blob of one
 * line imports it: the page's Content-Security-Policy then has to allow `worker-src blob:`.
 */
export function spawnWorker(url: string): Worker {
  if (new URL(url, document.baseURI).origin === window.origin) return new Worker(url, { type: 'module' });
  const blobUrl = URL.createObjectURL(
    new Blob([`import ${JSON.stringify(url)};`], { type: 'text/javascript' }),
  );
  const worker = new Worker(blobUrl, { type: 'module' });
  const revoke = () => URL.revokeObjectURL(blobUrl);
  worker.addEventListener('message', revoke, { once: true });
  worker.addEventListener('error', revoke, { once: true });
  return worker;
}
