// The tests drive Debian's Chromium and Firefox, make their videos with ffmpeg, start a PostgreSQL server, run replicas on
// Redis behind nginx (once over TLS), and are scraped by Prometheus and write to VictoriaMetrics.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The package of each program. */
const NEEDED = {
  chromium: 'chromium',
  'firefox-esr': 'firefox-esr',
  ffmpeg: 'ffmpeg',
  nginx: 'nginx',
  postgres: 'postgresql',
  'redis-server': 'redis-server',
  prometheus: 'prometheus',
  'victoria-metrics': 'victoria-metrics',
  openssl: 'openssl',
};
const FOR_TESTS = [
  'chromium',
  'firefox-esr',
  'ffmpeg',
  'nginx',
  'postgres',
  'redis-server',
  'prometheus',
  'victoria-metrics',
  'openssl',
];
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isProgram(join(folder, program)));
}

/** Where PostgreSQL's programs are; Debian keeps them off the path, a folder for each version. Undefined without them. */
export function postgresFolder() {
  const installed = () => {
    try {
      return readdirSync(POSTGRES_VERSIONS).sort((a, b) => Number(b) - Number(a));
    } catch {
      return [];
    }
  };
  const folders = [
    ...installed().map((version) => join(POSTGRES_VERSIONS, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => isProgram(join(folder, 'initdb')) && isProgram(join(folder, 'postgres')));
}

function isInstalled(program) {
  return program === 'postgres' ? postgresFolder() !== undefined : onPath(program);
}

/** Installs what is missing of these programs when root on Debian; otherwise prints the exact command and stops. */
export function ensureSystemPackages(programs = FOR_TESTS) {
  const missing = Object.entries(NEEDED)
    .filter(([program]) => programs.includes(program) && !isInstalled(program))
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
