// A worker process whose analyses take a while and leave a line when they begin and when they are done.
import { setTimeout as sleep } from 'node:timers/promises';
import { createEngine, loadConfig } from '@presence/engine';
import { pino } from 'pino';

const ANALYSIS_MS = 700;

const config = loadConfig({
  env: process.env,
  cwd: process.cwd(),
  cores: 2,
  readFile: () => '',
  exists: () => true,
});
const analyser = {
  supportedTypes: ['QUALITY'],
  readsVideos: false,
  describe: () => ({ sleeper: '1' }),
  async analyse({ analysisId, media }, signal) {
    console.log(`begin ${analysisId}`);
    await sleep(ANALYSIS_MS, undefined, { signal });
    console.log(`done ${analysisId}`);
    const bestShot = { jpeg: Buffer.from('best'), frameIndex: 0 };
    const resultsMedia = media.map(({ mediaId }) => ({
      mediaId,
      resolution: 'SUCCESS',
      resultsData: { confidence_spoofing: 0.1 },
      bestShot,
    }));
    return { resolution: 'SUCCESS', resultsData: null, resultsMedia };
  },
  async enrol() {
    return { kind: 'refused', message: 'no face' };
  },
  async close() {},
};
const engine = await createEngine({ config, analyser, logger: pino({ level: 'warn' }, process.stderr) });
const { port } = await engine.start();
console.log(`engine listening on http://127.0.0.1:${port}`);
process.on('SIGTERM', () => engine.close().then(() => process.exit(0)));
