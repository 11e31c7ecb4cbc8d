import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createAnalyser } from '@presence/engine';
import { ROOT } from '../tests/support/program.ts';
import type { Presentation } from './figures/presentation.ts';
import { listClips } from './presentations/list-clips.ts';
import { present } from './presentations/present.ts';
import { thresholdFiles } from './report/fingerprints.ts';
import { writeReport } from './report/write-report.ts';

export interface EvaluateOptions {
  /** Folder with one folder per species. */
  readonly data: string;
  /** Where the report goes. */
  readonly out: string;
  readonly modelsDir: string;
  /** Manifest of presentation-attack models to use besides (docs/models.md). */
  readonly padManifest?: string | undefined;
  /** A line per clip, for whoever waits. */
  readonly say: (line: string) => void;
}

/** Folders whose `*.data.ts` decide verdicts. */
const DECIDING = ['packages/engine/src', 'packages/face-geometry/src'];

/** Runs every clip through the real pipeline, one after the other, and writes the report. */
export async function evaluate({ data, out, modelsDir, padManifest, say }: EvaluateOptions): Promise<void> {
  const clips = await listClips(data);
  const analyser = await createAnalyser({
    modelsDir,
    ...(padManifest === undefined ? {} : { padManifest }),
    threads: availableParallelism(),
  });
  try {
    const presentations: Presentation[] = [];
    for (const [index, clip] of clips.entries()) {
      const found = await present(clip, analyser);
      presentations.push(...found);
      const responses = found.map(({ response }) => response).join(', ');
      say(`${index + 1}/${clips.length} ${clip.species}/${clip.name}: ${responses}`);
    }
    const models = analyser.describe();
    await writeReport(out, { presentations, models, thresholds: await thresholdFiles(ROOT, DECIDING) });
  } finally {
    await analyser.close();
  }
  say(join(out, 'report.md'));
}
