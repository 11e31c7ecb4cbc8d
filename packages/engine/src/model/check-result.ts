export const CHECK_NAMES = [
  'quality',
  'gesture',
  'spoof',
  'texture',
  'depth',
  'continuity',
  'replay',
  'injection',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** Why a media is refused; stable words. docs/analysis.md explains each. */
export type ReasonCode =
  | 'face_not_found'
  | 'face_multiple'
  | 'face_lost'
  | 'face_too_small'
  | 'face_too_dark'
  | 'face_too_bright'
  | 'face_blurred'
  | 'face_turned_away'
  | 'face_occluded'
  | 'gesture_not_performed'
  | 'presentation_attack'
  | 'screen_pattern'
  | 'flat_face'
  | 'face_jumped'
  | 'person_changed'
  | 'frames_repeated'
  | 'frames_looped'
  | 'frames_frozen'
  | 'frames_missing'
  | 'media_seen_before'
  | 'frames_seen_before'
  | 'suspicions_together';

export interface Reason {
  readonly check: CheckName;
  readonly code: ReasonCode;
  /** What was measured, and the limit it missed, both in the unit the message names. */
  readonly score: number;
  readonly threshold: number;
  /** What is wrong and what can be done. */
  readonly message: string;
}

export interface CheckResult {
  readonly check: CheckName;
  /** 1 all is well, 0.5 just at the limit, 0 certainly wrong; null where the check does not apply. */
  readonly score: number | null;
  readonly reasons: readonly Reason[];
  /** Raw figures behind the score, for the report. */
  readonly measures: Readonly<Record<string, number>>;
}

/** The part of a check's result that the decision is made from. */
export type CheckFinding = Omit<CheckResult, 'measures'>;
