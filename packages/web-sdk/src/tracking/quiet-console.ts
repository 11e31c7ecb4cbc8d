/**
 * MediaPipe's WebAssembly prints its start-up to the worker's console, where it would look like the page's own messages.
 * Failures reach us as exceptions and by the self-test, so nothing is lost.
 */
export function quietConsole(): void {
  const silent = () => undefined;
  Object.assign(console, { debug: silent, error: silent, info: silent, log: silent, warn: silent });
}
