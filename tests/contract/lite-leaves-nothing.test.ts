import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { clipJpegs } from '../support/face-video/face-videos.ts';
import { startNodeCapture } from '../support/node-capture.ts';
import { startStack } from '../support/stack.ts';

/** Every file below a folder, by name, as text. */
async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [relative(folder, path), await readFile(path, 'latin1')] as const),
    ),
  );
}

it('a lite capture is judged by the real engine, and leaves nothing on either disk', async () => {
  const stack = await startStack({ config: { architecture: 'lite' } });
  try {
    const before = [...(await filesBelow(join(stack.dataDir, 'engine'))).keys()].sort();
    const capture = await startNodeCapture(stack.url, ['video_selfie_blank']);
    const clip = await clipJpegs('idle', 3, { from: 0, to: 2 });
    expect((await capture.upload(await capture.seal([clip]))).status).toBe(202);
    expect(await capture.result()).toMatchObject({
      state: 'finished',
      analyses: { quality: { state: 'finished', resolution: 'success' } },
    });
    expect(await stack.folders()).toEqual([]);
    await stack.adapter.stop();
    await stack.engine().stop();
    const id = capture.init.event_session_id;
    const engine = await filesBelow(join(stack.dataDir, 'engine'));
    expect([...engine.keys()].filter((name) => !before.includes(name))).toEqual([]);
    for (const [name, content] of [...engine, ...(await filesBelow(join(stack.dataDir, 'adapter')))]) {
      // A JPEG's first bytes as every frame and best shot has them.
      expect(content.includes('\u00ff\u00d8\u00ff'), name).toBe(false);
      if (engine.has(name)) expect(content.includes(id), name).toBe(false);
    }
    expect(await readdir(join(stack.dataDir, 'adapter', 'spool'))).toEqual([]);
    expect(await readdir(join(stack.dataDir, 'adapter', 'incoming'))).toEqual([]);
  } finally {
    await stack.stop();
  }
});
