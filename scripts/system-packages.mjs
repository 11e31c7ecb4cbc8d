// The tests drive Debian's Chromium and Firefox and make their videos with ffmpeg.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NEEDED = { chromium: 'chromium', 'firefox-esr': 'firefox-esr', ffmpeg: 'ffmpeg', nginx: 'nginx' };
const FOR_TESTS = ['chromium', 'firefox-esr', 'ffmpeg'];

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Installs what is missing of these programs when root on Debian; otherwise prints the exact command and stops. */
export function ensureSystemPackages(programs = FOR_TESTS) {
  const missing = Object.entries(NEEDED)
    .filter(([program]) => programs.includes(program) && !onPath(program))
    .map(([, name]) => name);
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    console.error(
      `Needed: ${missing.join(', ')}. Run:\n  sudo apt-get update && sudo apt-get ${install.join(' ')}`,
    );
    process.exit(1);
  }
  console.log(`Installing ${missing.join(', ')} from Debian …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['-qq', ...install],
  ]) {
    const done = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
    if (done.status !== 0) {
      console.error(`apt-get ${args.join(' ')} failed; the message above says why.`);
      process.exit(done.status ?? 1);
    }
  }
}
