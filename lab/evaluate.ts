import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createAnalyser } from '@presence/engine';
import { ROOT } from '../tests/support/program.ts';
import type { Presentation } from './figures/presentation.ts';
import { listClips } from './presentations/list-clips.ts';
import { present } from './presentations/present.ts';
import { hashOf, thresholdFiles } from './report/fingerprints.ts';
import { writeReport } from './report/write-report.ts';

export interface EvaluateOptions {
  /** Folder with one folder per species. */
  readonly data: string;
  /** Where the report goes. */
  readonly out: string;
  readonly modelsDir: string;
  /** Manifest of presentation-attack models to use besides (docs/models.md). */
  readonly padManifest?: string | undefined;
  /** The compiled vision worker, for a lab that runs from its sources. */
  readonly workerUrl?: URL;
  /** A line per clip, for whoever waits. */
  readonly say: (line: string) => void;
}

/** Folders whose `*.data.ts` decide verdicts. */
const DECIDING = ['packages/engine/src', 'packages/face-geometry/src'];

/** Runs every clip through the real pipeline, one after the other, and writes the report. */
export async function evaluate(options: EvaluateOptions): Promise<void> {
  const { data, out, modelsDir, padManifest, workerUrl, say } = options;
  const clips = await listClips(data);
  const analyser = await createAnalyser({
    modelsDir,
    ...(padManifest === undefined ? {} : { padManifest }),
    threads: availableParallelism(),
    ...(workerUrl === undefined ? {} : { workerUrl }),
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
    // The manifest's thresholds and preprocessing decide too.
    const thresholds = {
      ...(await thresholdFiles(ROOT, DECIDING)),
      ...(padManifest === undefined ? {} : { [padManifest]: await hashOf(padManifest) }),
    };
    await writeReport(out, { presentations, models, thresholds });
  } finally {
    await analyser.close();
  }
  say(join(out, 'report.md'));
}
