#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';
import { runLicensing } from './cli/run-licensing.ts';

process.exitCode = await runLicensing(process.argv.slice(2), {
  readFile: (path) => readFile(path, 'utf8'),
  // wx: neither a key nor a licence is ever overwritten by accident.
  writeFile: (path, text, mode) => writeFile(path, text, { mode, flag: 'wx' }),
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
  now: () => Date.now(),
});
