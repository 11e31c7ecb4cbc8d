import { killAndRestart } from '../tests/chaos/kill-and-restart.ts';

const KILLS = 100;
const CLIENTS = 4;

/** A hundred kills under load, and what they did to the captures. Fails if any was lost or doubled. */
export async function run(): Promise<void> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`${KILLS} kills, ${CLIENTS} pages capturing, seed ${seed} …`);
  const { kills, captures, lost, doubled, seconds } = await killAndRestart({
    kills: KILLS,
    clients: CLIENTS,
    seed,
  });
  const endings = new Map<string, number>();
  for (const { ending } of captures) endings.set(ending, (endings.get(ending) ?? 0) + 1);
  const again = captures.filter(({ uploads }) => uploads > 1).length;
  console.log(`
| kill -9 | adapter ${kills.adapter}, engine ${kills.engine}, in ${seconds.toFixed(0)} s |
|---|---|
| captures accepted | ${captures.length}, ${again} of them after another try |
| endings | ${[...endings].map(([ending, count]) => `${count} ${ending}`).join(', ')} |
| lost | ${lost.length} |
| doubled | ${doubled.length} |`);
  for (const id of lost) console.log(`lost ${id}`);
  for (const id of doubled) console.log(`doubled ${id}`);
  if (lost.length > 0 || doubled.length > 0) process.exitCode = 1;
}
