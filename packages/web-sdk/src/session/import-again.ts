/** Long enough for a load balancer to notice that a server is gone; a person waits for nothing else meanwhile. */
const AGAIN_AFTER_MS = 300;

/** Milliseconds for the whole module, some 80 KiB over a bad line: a server that never answers is as good as none. */
const IMPORT_LIMIT_MS = 60_000;

/**
 * Imports a module, and once more when it does not come: one server of several may have gone while it answered. The second
 * address differs, because browsers may remember a module that failed.
 *
 * @throws what the second import throws, or Error when neither is there in time
 */
export async function importAgain<Module>(
  url: string,
  load: (url: string) => Promise<Module>,
  waitMs = AGAIN_AFTER_MS,
): Promise<Module> {
  try {
    return await within(load(url), IMPORT_LIMIT_MS);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return within(load(`${url}?again`), IMPORT_LIMIT_MS);
  }
}

function within<T>(coming: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}
