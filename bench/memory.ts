import { cpus } from 'node:os';
import { startBench } from '../tests/support/browser-session.ts';
import { watchPage } from '../tests/support/page-watch.ts';
import { heapBytes, quickCapture } from '../tests/support/quick-capture.ts';

const CAPTURES = 50;
/** The first ones fill caches of the page and of the browser, once. */
const WARM_UP = 2;

/** Many captures in one page, as on a counter's tablet that is never reloaded: what the page's heap holds after each ten. */
export async function run(): Promise<void> {
  const bench = await startBench({ engine: false, config: { architecture: 'capture' } });
  try {
    await bench.visit({ clip: 'idle' }, async (page) => {
      const watch = await watchPage(page);
      for (let i = 0; i < WARM_UP; i++) await quickCapture(page);
      const before = await heapBytes(page);
      console.log(
        `\n${CAPTURES} captures in one page after ${WARM_UP}, on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, headless Chromium ${page.context().browser()?.version() ?? ''}\n`,
      );
      console.log('| captures | heap after collection, KiB | grown by, KiB | cameras on | workers |');
      console.log('|---|---|---|---|---|');
      for (let done = 1; done <= CAPTURES; done++) {
        await quickCapture(page);
        if (done % 10 !== 0) continue;
        const heap = await heapBytes(page);
        const { liveTracks, workers } = await watch.leftovers();
        const row = [done, kib(heap), kib(heap - before), liveTracks, workers];
        console.log(`| ${row.join(' | ')} |`);
      }
      console.log('\nLeft on the page:', JSON.stringify(await watch.leftovers()));
    });
  } finally {
    await bench.stop();
  }
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(0);
}
