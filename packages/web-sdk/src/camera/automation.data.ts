/** Properties that browser drivers leave on `window` or `document`. Source: the drivers' own code; collected 2026-11-22. */
export const DRIVER_PROPERTIES: readonly string[] = [
  '__webdriver_evaluate',
  '__selenium_unwrapped',
  '__webdriver_script_fn',
  '__driver_evaluate',
  '__fxdriver_unwrapped',
  '__nightmare',
  '_phantom',
  'callPhantom',
  'domAutomation',
  'domAutomationController',
  '__playwright__binding__',
  '__pwInitScripts',
  '__puppeteer_evaluation_script__',
];

/** ChromeDriver's variables begin so. */
export const DRIVER_PREFIXES: readonly string[] = ['$cdc_', 'cdc_'];
