/** To be named by `trusted-types` in the page's Content-Security-Policy, if that demands Trusted Types. */
const POLICY = 'presence-liveness';

/** The part of https://w3c.github.io/trusted-types/dist/spec/ that is used; TypeScript's DOM types do not know it. */
interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/** Made once, because a page may allow a name only once; undefined where browser or page know none. */
const policy = madePolicy();

/** The address as what `new Worker` takes, also on pages that demand Trusted Types there. Ours alone go through it. */
export function workerAddress(url: string): string {
  // An object in truth, which every sink of script addresses takes in place of a string.
  return policy?.createScriptURL(url) ?? url;
}

/** The same for a classic worker's own `importScripts`, as its source: a worker of ours inherits the page's demands. */
export function importingScript(url: string): string {
  const address = JSON.stringify(url);
  return `const rules = { createScriptURL: (url) => url };
const policy = self.trustedTypes ? trustedTypes.createPolicy('${POLICY}', rules) : rules;
importScripts(policy.createScriptURL(${address}));`;
}

function madePolicy() {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypesFactory };
  try {
    return trustedTypes?.createPolicy(POLICY, { createScriptURL: (url) => url });
  } catch {
    // Not allowed by this page. Where it demands one all the same, its policy is told of each worker that does not start.
    return undefined;
  }
}
