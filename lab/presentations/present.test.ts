import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createAnalyser } from '@presence/engine';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../tests/support/program.ts';
import { reasonCodes } from '../figures/presentation.ts';
import { listClips } from './list-clips.ts';
import { present } from './present.ts';

const PORTRAIT = join(ROOT, 'tests/fixtures/faces/astronaut.png');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-species-'));
  for (const species of ['bona-fide-adults/day', 'print'])
    await mkdir(join(folder, species), { recursive: true });
  await copyFile(PORTRAIT, join(folder, 'bona-fide-adults/day/anna.png'));
  await sharp({ create: { width: 320, height: 240, channels: 3, background: '#a0a090' } }).toFile(
    join(folder, 'bona-fide-adults/empty.png'),
  );
  await writeFile(join(folder, 'print/broken.zip'), 'no zip');
  await writeFile(join(folder, 'print/notes.txt'), 'no clip');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a folder of species', { timeout: 120_000 }, () => {
  it('is listed by the kinds of its files', async () => {
    expect(await listClips(folder)).toMatchObject([
      { species: 'bona-fide-adults', bonaFide: true, name: 'day/anna.png', kind: 'image' },
      { species: 'bona-fide-adults', bonaFide: true, name: 'empty.png', kind: 'image' },
      { species: 'print', bonaFide: false, name: 'broken.zip', kind: 'zip' },
    ]);
    await expect(listClips(join(folder, 'print'))).rejects.toThrow(/holds no clips/);
  });

  it('goes through the real pipeline, what cannot be read included', async () => {
    const analyser = await createAnalyser({
      modelsDir: join(ROOT, 'public/models'),
      threads: 1,
      workerUrl: pathToFileURL(join(ROOT, 'packages/engine/dist/vision/vision-worker.js')),
    });
    try {
      const [anna, empty, broken] = await listClips(folder);
      if (!anna || !empty || !broken) throw new Error('the folder holds three clips');
      expect(await present(anna, analyser)).toMatchObject([{ response: 'bona-fide', error: null }]);
      const [nobody] = await present(empty, analyser);
      expect(nobody).toMatchObject({ response: 'refused' });
      expect(nobody && reasonCodes(nobody)).toEqual(['face_not_found']);
      expect(await present(broken, analyser)).toMatchObject([
        { response: 'none', confidence: null, error: expect.stringContaining('zip') },
      ]);
    } finally {
      await analyser.close();
    }
  });
});
