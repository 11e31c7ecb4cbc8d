/** Long enough for a load balancer to notice that a server is gone; a person waits for nothing else meanwhile. */
const AGAIN_AFTER_MS = 300;

/**
 * Imports a module, and once more when it does not come: one server of several may have gone while it answered. The second
 * address differs, because browsers may remember a module that failed.
 *
 * @throws what the second import throws
 */
export async function importAgain<Module>(
  url: string,
  load: (url: string) => Promise<Module>,
  waitMs = AGAIN_AFTER_MS,
): Promise<Module> {
  try {
    return await load(url);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return load(`${url}?again`);
  }
}
