/** Calls the page. A mistake of its own goes into its error reporting, not into this capture. */
export function guardedCall(call: () => void): void {
  try {
    call();
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
