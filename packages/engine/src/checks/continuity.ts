import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult, Reason, ReasonCode } from '../model/check-result.ts';
import {
  type ClipEvidence,
  type FaceFrame,
  faceFrames,
  type IdentityReading,
} from '../model/clip-evidence.ts';
import type { FaceSighting } from '../model/frame-vision.ts';
import { CONTINUITY_CHECK as C } from './check-limits.data.ts';
import { recurrenceOf } from './recurrence.ts';

/**
 * Whether one and the same face is there from the first frame to the last, moving as faces move, and the same in the
 * other clips of the capture.
 *
 * @param others identity readings of each other clip of the same analysis.
 */
export function checkContinuity(
  evidence: ClipEvidence,
  others: readonly (readonly IdentityReading[])[],
): CheckResult {
  const shown = faceFrames(evidence.frames);
  const findings = [
    secondFace(shown),
    jumps(shown),
    gap(evidence),
    likeness(evidence.identity, others),
    repetition(evidence),
    ...recurrence(evidence),
  ].filter((finding) => finding !== undefined);
  return {
    check: 'continuity',
    score: findings.length === 0 ? null : rounded(Math.min(...findings.map((finding) => finding.score))),
    reasons: findings.flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
    measures: Object.fromEntries(findings.map(({ name, value }) => [name, rounded(value)])),
  };
}

interface Finding {
  readonly name: string;
  readonly value: number;
  readonly score: number;
  readonly reason?: Reason;
}

function finding(
  name: string,
  value: number,
  limit: { readonly worst: number; readonly threshold: number; readonly best: number },
  refusal: { readonly code: ReasonCode; readonly message: string },
): Finding {
  const score = certainty(value, limit);
  if (score >= 0.5) return { name, value, score };
  const { code, message } = refusal;
  return {
    name,
    value,
    score,
    reason: { check: 'continuity', code, score: rounded(value), threshold: limit.threshold, message },
  };
}

function secondFace(shown: readonly FaceFrame[]): Finding | undefined {
  if (shown.length === 0) return undefined;
  const crowded = shown.filter(({ sight }) => {
    const [first, ...rest] = sight.faces;
    return first !== undefined && rest.some((other) => isAnother(first, other));
  }).length;
  const enough = crowded >= Math.min(2, shown.length);
  const { minShare } = C.secondFace;
  return finding(
    'second_face_share',
    enough ? crowded / shown.length : 0,
    { worst: 1, threshold: minShare, best: 0 },
    {
      code: 'face_multiple',
      message: `More than one face is in view in ${crowded} of ${shown.length} frames; the person must be alone.`,
    },
  );
}

/** Large enough to matter, and not the same face found twice. */
function isAnother(first: FaceSighting, second: FaceSighting): boolean {
  const width = widthOf(first);
  const a = middleOf(first);
  const b = middleOf(second);
  const apart = Math.hypot(a.x - b.x, a.y - b.y);
  return widthOf(second) >= C.secondFace.minWidthRatio * width && apart >= width / 2;
}

/** The worst step between two frames, over what is allowed in the time between them. */
function jumps(shown: readonly FaceFrame[]): Finding | undefined {
  if (shown.length < 2) return undefined;
  const steps = shown.slice(1).map((frame, index) => {
    const before = shown[index];
    return before === undefined ? 0 : stepShare(before, frame);
  });
  return finding(
    'largest_step',
    Math.max(...steps),
    { worst: 2, threshold: 1, best: 0.3 },
    {
      code: 'face_jumped',
      message: 'The face jumps from one frame to the next as no head moves; the clip looks cut.',
    },
  );
}

function stepShare(before: FaceFrame, after: FaceFrame): number {
  const seconds = (after.frame.timeMs - before.frame.timeMs) / 1000;
  const width = Math.max(widthOf(before.face), widthOf(after.face));
  const a = middleOf(before.face);
  const b = middleOf(after.face);
  const moved = Math.hypot(a.x - b.x, a.y - b.y) / width;
  const grown = width / Math.min(widthOf(before.face), widthOf(after.face)) - 1;
  return Math.max(
    moved / (C.jump.free + C.jump.perSecond * seconds),
    grown / (C.growth.free + C.growth.perSecond * seconds),
  );
}

/**
 * The least likeness within the clip, and the best one to each other clip: those show other poses, so that one pair of
 * like poses is what counts.
 */
function likeness(
  own: readonly IdentityReading[],
  others: readonly (readonly IdentityReading[])[],
): Finding | undefined {
  const within = own.flatMap((reading, index) => own.slice(index + 1).map((other) => cosine(reading, other)));
  const across = others
    .map((clip) => own.flatMap((reading) => clip.map((other) => cosine(reading, other))))
    .filter((pairs) => pairs.length > 0)
    .map((pairs) => Math.max(...pairs));
  const all = [...within, ...across];
  if (all.length === 0) return undefined;
  return finding('likeness', Math.min(...all), C.likeness, {
    code: 'person_changed',
    message: 'The face is not the same person all through the capture.',
  });
}

/** By the times the browser claims, or the file of a video has. A claim can only be believed to one's own harm. */
function gap({ longestGapMs, totalFrames }: ClipEvidence): Finding | undefined {
  if (totalFrames < 2) return undefined;
  return finding('longest_gap_seconds', longestGapMs / 1000, C.gap, {
    code: 'frames_missing',
    message: 'The picture stopped for seconds; what happened meanwhile is not to be seen. Capture again.',
  });
}

function repetition({ frames }: ClipEvidence): Finding | undefined {
  const enough = 5; // a clip of fewer frames may repeat one by chance of a slow camera
  if (frames.length < enough) return undefined;
  const distinct = new Set(frames.map(({ sight }) => sight.sha256)).size;
  return finding('repeated_share', 1 - distinct / frames.length, C.repeated, {
    code: 'frames_repeated',
    message: 'Most frames are copies of others, which no camera gives.',
  });
}

/** A loop returns to what was there; a still picture never leaves it. */
function recurrence({ frames }: ClipEvidence): Finding[] {
  const found = recurrenceOf(frames.map(({ sight }) => sight.glimpse));
  if (found === undefined) return [];
  return [
    finding('looped_share', found.loopedShare, C.looped, {
      code: 'frames_looped',
      message: 'The frames return again and again; what is shown is a loop and no camera picture.',
    }),
    finding('largest_change', found.largestChange, C.frozen, {
      code: 'frames_frozen',
      message: 'Nothing moves in the whole clip, not even as a camera trembles; it shows a still picture.',
    }),
  ];
}

function cosine(a: IdentityReading, b: IdentityReading): number {
  return a.embedding.reduce((sum, value, index) => sum + value * (b.embedding[index] ?? 0), 0);
}

function widthOf({ measures }: FaceSighting): number {
  return Math.max(1, measures.box.right - measures.box.left);
}

function middleOf({ measures }: FaceSighting): { x: number; y: number } {
  const { left, right, top, bottom } = measures.box;
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}
