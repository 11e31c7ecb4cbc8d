import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Analyser,
  type AnalysisOutcome,
  CHECK_NAMES,
  type CheckFinding,
  type CheckName,
  type Reason,
} from '@presence/engine';
import { judge } from '../figures/judge.ts';
import type { Presentation } from '../figures/presentation.ts';
import type { ClipFile } from './list-clips.ts';
import { openClip } from './open-clip.ts';

/** Runs a clip through the engine's pipeline; one entry per presentation it holds. */
export async function present(clip: ClipFile, analyser: Analyser): Promise<Presentation[]> {
  const folder = await mkdtemp(join(tmpdir(), 'presence-lab-'));
  const base = { species: clip.species, bonaFide: clip.bonaFide, source: clip.name };
  try {
    const all: Presentation[] = [];
    for (const { part, media } of await openClip(clip, folder)) {
      const request = { analysisId: `${clip.name} ${part}`, type: 'QUALITY', media } as const;
      const outcome = await analyser.analyse(
        { ...request, params: { extractBestShot: false } },
        new AbortController().signal,
      );
      const findings = outcome.resolution === 'FAILED' ? [] : findingsOf(outcome);
      all.push({
        ...base,
        part,
        ...judge(findings),
        findings,
        spoofMeasures: spoofMeasuresOf(outcome),
        error: outcome.errorMessage ?? null,
      });
    }
    return all;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ ...base, part: '', response: 'none', confidence: null, findings: [], error: message }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function spoofMeasuresOf({ resultsMedia }: AnalysisOutcome): Record<string, number>[] {
  return resultsMedia.flatMap(({ resultsData }) => {
    const measures = resultsData.measures as Readonly<Record<string, Record<string, number>>> | undefined;
    return measures?.spoof === undefined ? [] : [measures.spoof];
  });
}

/** What the checks found, read back from `results_data` as an API client would. */
function findingsOf({ resultsMedia }: AnalysisOutcome): CheckFinding[][] {
  return resultsMedia.map(({ resultsData }) => {
    // The engine's own shapes, see docs/analysis.md.
    const scores = resultsData.checks as Readonly<Record<string, number | null>>;
    const reasons = resultsData.reasons as readonly Reason[];
    return CHECK_NAMES.flatMap((check) => {
      const score = scores[check];
      return score === undefined
        ? []
        : [{ check, score, reasons: reasons.filter((reason) => isOwn(reason, check)) }];
    });
  });
}

/** What the decision added over all checks is no finding of one of them. */
function isOwn(reason: Reason, check: CheckName): boolean {
  return reason.check === check && reason.code !== 'suspicions_together';
}
