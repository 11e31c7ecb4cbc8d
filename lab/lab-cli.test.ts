import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ROOT } from '../tests/support/program.ts';
import { evaluate } from './evaluate.ts';
import { run } from './lab-cli.ts';

const PORTRAIT = join(ROOT, 'tests/fixtures/faces/astronaut.png');

let folder: string;
let said: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-lab-cli-'));
  said = [];
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void said.push(line));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

describe('npm run evaluate', { timeout: 60_000 }, () => {
  it.each([
    [[], 'say what to do'],
    [['--dta', 'x'], "Unknown option '--dta'"],
    [['--data'], "'--data <value>' argument missing"],
    [['--data', 'x', '--generate', 'y'], '--data and --generate are two things'],
    [['--data', 'x', '--seed', '2'], '--seed does not go with --data'],
    [['--gestures', 'x', '--pad-models', 'y'], '--pad-models does not go with --gestures'],
    [['--generate', 'x'], '--generate needs --from'],
    [['--generate', 'x', '--from', 'y', '--seed', 'abc'], '--seed abc is no whole number'],
  ])('%j is refused in words, and nothing is done', async (args, words) => {
    expect(await run(args)).toBe(2);
    expect(said.join('\n')).toContain(words);
    expect(said.join('\n')).toContain('npm run evaluate -- --data FOLDER');
  });

  it.each([
    ['--data', 'nowhere', 'cannot be read as a folder of clips'],
    ['--data', 'empty', 'holds no clips'],
    ['--gestures', 'empty', 'holds no clips'],
    ['--fit', 'empty', 'holds no report.json'],
  ])('%s with a folder that is %s ends with one line', async (option, name, words) => {
    await mkdir(join(folder, 'empty'));
    expect(await run([option, join(folder, name)])).toBe(1);
    expect(said).toEqual([expect.stringMatching(new RegExp(`^evaluate: .*${words}`))]);
  });

  it('says that there is nobody to make attacks of', async () => {
    await mkdir(join(folder, 'print'));
    await cp(PORTRAIT, join(folder, 'print/a.png'));
    for (const generate of ['--generate', '--generate-cameras'])
      expect(await run([generate, join(folder, 'out'), '--from', folder])).toBe(1);
    expect(said).toEqual(Array(2).fill(expect.stringContaining('no clips of live people')));
  });

  it('passes over a source that cannot be read, and takes the others', async () => {
    await mkdir(join(folder, 'bona-fide'));
    await writeFile(join(folder, 'bona-fide/a.mp4'), 'no video');
    await writeFile(join(folder, 'bona-fide/b.png'), 'no picture');
    await cp(PORTRAIT, join(folder, 'bona-fide/c.png'));
    const out = join(folder, 'out');
    expect(await run(['--generate-cameras', out, '--from', folder])).toBe(0);
    expect(said).toEqual([
      expect.stringContaining('a.mp4: passed over'),
      expect.stringContaining('b.png: passed over'),
      expect.stringMatching(/^c\.png: \d+ cameras$/),
    ]);
    for (const species of await readdir(out))
      expect(await readdir(join(out, species))).toEqual([expect.stringMatching(/^c_png-1\./)]);
  });

  it('reports a folder of one species, and the hash of the manifest its models came with', async () => {
    await mkdir(join(folder, 'clips/print'), { recursive: true });
    await cp(PORTRAIT, join(folder, 'clips/print/a.png'));
    const file = 'fr_liveness.onnx';
    await cp(join(ROOT, 'public/models', file), join(folder, file));
    const models = JSON.parse(await readFile(join(ROOT, 'public/models/models.json'), 'utf8')) as {
      readonly name: string;
      readonly sha256: string;
    }[];
    const sha256 = models.find(({ name }) => name === 'fr_liveness')?.sha256;
    const input = { size: 128, layout: 'nchw', channels: 'bgr', scale: 1, offset: 0 };
    const output = { length: 3, live: 0, activation: 'softmax' };
    const entry = { name: 'own', version: '1', licence: 'MIT', file, sha256, crop: 2.7, threshold: 0 };
    const manifest = join(folder, 'manifest.json');
    await writeFile(manifest, JSON.stringify({ pad_models: [{ ...entry, input, output }] }));
    const out = join(folder, 'out');
    await evaluate({
      data: join(folder, 'clips'),
      out,
      modelsDir: join(ROOT, 'public/models'),
      padManifest: manifest,
      workerUrl: pathToFileURL(join(ROOT, 'packages/engine/dist/vision/vision-worker.js')),
      say: () => undefined,
    });
    const report = await readFile(join(out, 'report.md'), 'utf8');
    expect(report).toMatch(/\| print \| 1 \| 1 \|.*APCER/);
    expect(report).toContain(`| own | 1 sha256:${sha256} (MIT) |`);
    expect(report).toMatch(new RegExp(`\\| ${manifest} \\| [0-9a-f]{64} \\|`));
    expect(await readFile(join(out, 'presentations.csv'), 'utf8')).toMatch(/own/);
  });
});
