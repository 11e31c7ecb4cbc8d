// node session-racer.mjs '{"folder":…, "redisUrl":…}': a process of its own over a session store. It obeys lines of its input:
// `add <id> <n>` adds n refused uploads one by one, telling each; `hold <id>` stands still in the middle of an update; `lease <id>`
// takes the lease.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { folder, redisUrl } = JSON.parse(process.argv[2]);
const root = fileURLToPath(new URL('../../', import.meta.url));
const { module } = await runnerImport(`${root}adapter/src/index.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { conditions: ['@presence/source'] },
});
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const store =
  redisUrl === null
    ? await module.FileSessionStore.open(folder)
    : await module.RedisSessionStore.open(await module.RedisLink.open(redisUrl, silent), folder);
// Written at once: what was told before a kill has been told.
const tell = (line) => writeSync(1, `${line}\n`);
const add = (session) => ({ ...session, refusedUploads: session.refusedUploads + 1 });

const DO = {
  add: async (id, times) => {
    for (let done = 1; done <= times; done += 1) {
      await store.update(id, add);
      tell(`added ${id} ${done}`);
    }
    tell(`done ${id}`);
  },
  hold: (id) =>
    store.update(id, (session) => {
      tell(`holding ${id}`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      return session;
    }),
  lease: async (id) => tell(`${(await store.acquireLease(id)) ? 'leased' : 'refused'} ${id}`),
};
createInterface(process.stdin).on('line', (line) => {
  const [what, id, times] = line.split(' ');
  DO[what](id, Number(times)).catch((error) => tell(`failed ${error.code} ${error.message}`));
});
tell('ready');
