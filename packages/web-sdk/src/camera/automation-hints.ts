import type { InjectionSignals } from '@presence/protocol';
import { DRIVER_PREFIXES, DRIVER_PROPERTIES } from './automation.data.ts';

/** What the browser lets a page see of itself; gathered so that the judgement below stays a pure function. */
export interface BrowserFacts {
  readonly webdriver: boolean;
  readonly userAgent: string;
  /** Names of `userAgentData.brands`; empty where there are none. */
  readonly brands: readonly string[];
  readonly languages: number;
  /** Pixels of the whole browser window; 0 where there is no window. */
  readonly outerWidth: number;
  readonly outerHeight: number;
  /** Names of own properties of window and document. */
  readonly properties: readonly string[];
}

/** Signs that a program drives the browser. People's tests and screen readers can leave the same: a hint, no verdict. */
export function automationHints(facts: BrowserFacts): InjectionSignals['automation'] {
  const hints: string[] = [];
  if ([facts.userAgent, ...facts.brands].some((name) => /headless/i.test(name))) hints.push('headless_agent');
  if (facts.languages === 0) hints.push('no_languages');
  if (facts.outerWidth === 0 || facts.outerHeight === 0) hints.push('no_window');
  const left = facts.properties.find(
    (name) => DRIVER_PROPERTIES.includes(name) || DRIVER_PREFIXES.some((prefix) => name.startsWith(prefix)),
  );
  if (left !== undefined) hints.push(`driver:${left.slice(0, 60)}`);
  return { webdriver: facts.webdriver, hints };
}
