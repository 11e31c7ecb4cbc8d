import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Analyser, type AnalysisMedia, createAnalyser, type Reason } from '@presence/engine';
import { ACTIVE_ACTIONS, type VideoAction, videoTags } from '@presence/protocol';
import type { EvaluateOptions } from './evaluate.ts';
import { type Asked, confusionMatrix, passedOwn } from './gestures/confusion-matrix.ts';
import { type ClipFile, listClips } from './presentations/list-clips.ts';
import { openClip } from './presentations/open-clip.ts';

const ACTIONS = ['video_selfie_blank', ...ACTIVE_ACTIONS] as const;

/** Asks every clip for every action through the real pipeline and writes `gestures.md`. `data`: one folder per gesture. */
export async function evaluateGestures({ data, out, modelsDir, say }: EvaluateOptions): Promise<void> {
  const clips = await listClips(data);
  const analyser = await createAnalyser({ modelsDir, threads: availableParallelism() });
  const folder = await mkdtemp(join(tmpdir(), 'presence-lab-'));
  try {
    const all: Asked[] = [];
    for (const clip of clips)
      for (const { media } of await opened(clip, folder, say)) {
        const answers: Asked[] = [];
        for (const asked of ACTIONS) answers.push(await ask(analyser, media, clip.species, asked));
        all.push(...answers);
        const seen = answers.filter(({ recognised }) => recognised).map(({ asked }) => asked);
        say(`${clip.species}/${clip.name}: ${seen.join(', ') || 'none'}`);
      }
    const { passed, clips: own } = passedOwn(all);
    await mkdir(out, { recursive: true });
    const sum = `Asked for what they show, ${passed} of ${own} clips passed the whole analysis.`;
    await writeFile(join(out, 'gestures.md'), [...confusionMatrix(all, ACTIONS), '', sum, ''].join('\n'));
  } finally {
    await analyser.close();
    await rm(folder, { recursive: true, force: true });
  }
  say(join(out, 'gestures.md'));
}

/** A file that cannot be read shows no gesture, and does not end the run. */
async function opened(clip: ClipFile, folder: string, say: EvaluateOptions['say']) {
  return openClip(clip, folder).catch((error: unknown) => {
    say(
      `${clip.species}/${clip.name}: passed over, ${error instanceof Error ? error.message : String(error)}`,
    );
    return [];
  });
}

async function ask(
  analyser: Analyser,
  media: readonly AnalysisMedia[],
  shown: string,
  asked: VideoAction,
): Promise<Asked> {
  const tagged = media.map((one) => ({ ...one, tags: videoTags(asked, 'landscape') }));
  const request = { analysisId: asked, type: 'QUALITY', media: tagged } as const;
  const outcome = await analyser.analyse(
    { ...request, params: { extractBestShot: false } },
    new AbortController().signal,
  );
  // The engine's own shape, see docs/analysis.md; absent when the file could not be read.
  const reasons = outcome.resultsMedia.flatMap(
    ({ resultsData }) => (resultsData.reasons as readonly Reason[] | undefined) ?? [],
  );
  return {
    shown,
    asked,
    recognised:
      outcome.resolution !== 'FAILED' && !reasons.some(({ code }) => code === 'gesture_not_performed'),
    passed: outcome.resolution === 'SUCCESS',
  };
}
