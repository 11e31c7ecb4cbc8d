import type { BrowserFacts } from './automation-hints.ts';

/** Not in TypeScript's DOM types: Chromium only. */
interface BrandedNavigator {
  readonly userAgentData?: { readonly brands?: readonly { readonly brand: string }[] };
}

/** Reads what `automationHints` judges. */
export function browserFacts(): BrowserFacts {
  // The property exists in some browsers only; the cast adds it as optional.
  const branded = navigator as Navigator & BrandedNavigator;
  return {
    webdriver: navigator.webdriver === true,
    userAgent: navigator.userAgent,
    brands: (branded.userAgentData?.brands ?? []).map(({ brand }) => brand),
    languages: navigator.languages?.length ?? 0,
    outerWidth: window.outerWidth,
    outerHeight: window.outerHeight,
    properties: [...Object.getOwnPropertyNames(window), ...Object.getOwnPropertyNames(document)],
  };
}
