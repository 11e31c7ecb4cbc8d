import { describe, expect, it } from 'vitest';
import { automationHints } from './automation-hints.ts';

const PERSON = {
  webdriver: false,
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  brands: ['Chromium', 'Not=A?Brand'],
  languages: 2,
  outerWidth: 1280,
  outerHeight: 800,
  properties: ['document', 'OzLiveness', 'location'],
};

describe('automationHints', () => {
  it('finds nothing in an ordinary browser', () => {
    expect(automationHints(PERSON)).toEqual({ webdriver: false, hints: [] });
  });

  it.each([
    [{ userAgent: 'Mozilla/5.0 HeadlessChrome/140.0' }, 'headless_agent'],
    [{ brands: ['HeadlessChrome'] }, 'headless_agent'],
    [{ languages: 0 }, 'no_languages'],
    [{ outerHeight: 0 }, 'no_window'],
    [{ properties: ['$cdc_asdjflasutopfhvcZLmcfl_'] }, 'driver:$cdc_asdjflasutopfhvcZLmcfl_'],
    [{ properties: ['domAutomation'] }, 'driver:domAutomation'],
  ])('takes %j for %s', (change, hint) => {
    expect(automationHints({ ...PERSON, ...change }).hints).toEqual([hint]);
  });

  it('passes webdriver on', () => {
    expect(automationHints({ ...PERSON, webdriver: true }).webdriver).toBe(true);
  });
});
