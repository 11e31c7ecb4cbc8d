import { randomUUID } from 'node:crypto';
import { type TraceContext, writeTraceparent } from '@presence/protocol';
import type { AnalysisType, Thresholds } from '../model/analysis.ts';
import type { CollectionRecord } from '../model/collections.ts';
import { EngineError } from '../model/engine-error.ts';
import type { Principal } from '../model/principal.ts';
import type { AnalysisRecord, MayStart } from '../model/records.ts';
import type { AbAssignment } from './ab-testing.ts';
import type { AnalysisRequestInput } from './folder-payload.ts';
import { planSearch } from './plan-search.ts';
import { thresholdsOf } from './thresholds.ts';

export interface PlanOptions {
  readonly folderId: string;
  readonly media: readonly { readonly mediaId: string; readonly fieldName: string }[];
  readonly supportedTypes: readonly AnalysisType[];
  /** Those the folder's company has; only read for COLLECTION. */
  readonly collections: readonly CollectionRecord[];
  /** Those that stand beside `analyses`. */
  readonly thresholds: Thresholds;
  /** The company's A/B test, if it has one. */
  readonly abTest: AbAssignment | undefined;
  readonly asker: Pick<Principal, 'role' | 'mayStart'>;
  /** Of the call that asks for them. */
  readonly trace: TraceContext | undefined;
  readonly now: number;
}

/** Fewest media an analysis can work on. Source: Oz page "Rules of assigning analyses". */
const FEWEST_MEDIA: Readonly<Record<AnalysisType, number>> = {
  QUALITY: 1,
  BIOMETRY: 2,
  DOCUMENTS: 1,
  COLLECTION: 1,
};

/**
 * Turns requested analyses into records that are ready to be stored and queued.
 * @throws EngineError `analysis_type_unsupported`; `invalid_value` for unknown or too few media and for
 *   collections there are not
 */
export function planAnalyses(
  requests: readonly AnalysisRequestInput[],
  options: PlanOptions,
): readonly AnalysisRecord[] {
  const groupId = randomUUID();
  return requests.map((request, index) => planOne(request, `analyses.${index}`, { ...options, groupId }));
}

interface GroupOptions extends PlanOptions {
  readonly groupId: string;
}

function planOne(request: AnalysisRequestInput, where: string, options: GroupOptions): AnalysisRecord {
  const type = options.supportedTypes.find((supported) => supported === request.type);
  if (type === undefined)
    throw new EngineError(
      'analysis_type_unsupported',
      `${where}.type: "${request.type}" is not supported here; supported: ${options.supportedTypes.join(', ')}.`,
    );
  if (!allowed(type, options.asker.mayStart))
    throw new EngineError('auth_forbidden', `${where}.type: this account may not start ${type} analyses.`);
  const sourceMediaIds = request.source_media
    ? [...new Set(request.source_media.map((reference) => resolve(reference, where, options)))]
    : options.media.map((media) => media.mediaId);
  const fewest = FEWEST_MEDIA[type];
  if (sourceMediaIds.length < fewest)
    throw new EngineError(
      'invalid_value',
      `${where}: ${type} needs at least ${fewest} media, but there ${sourceMediaIds.length === 1 ? 'is' : 'are'} ${sourceMediaIds.length}.`,
    );
  return {
    analysisId: randomUUID(),
    folderId: options.folderId,
    type,
    state: 'PROCESSING',
    resolution: null,
    sourceMediaIds,
    params: {
      extractBestShot: request.params?.extract_best_shot ?? false,
      groupId: options.groupId,
      ...limits(request, where, options),
      ...(type === 'DOCUMENTS' ? partsOf(request) : {}),
      ...(type === 'COLLECTION' ? { search: planSearch(request.params, where, options.collections) } : {}),
      ...(options.trace === undefined ? {} : { traceparent: writeTraceparent(options.trace) }),
    },
    resultsData: null,
    resultsMedia: [],
    errorMessage: null,
    attempts: 0,
    metaData: request.meta_data ?? {},
    timeCreated: options.now,
    timeUpdated: options.now,
    timeStarted: null,
    timeFinished: null,
  };
}

/** @throws EngineError `auth_forbidden` for a capture session: its holder is whom the thresholds are there to check */
function limits(
  request: AnalysisRequestInput,
  where: string,
  { thresholds, abTest, asker }: PlanOptions,
): Pick<AnalysisRecord['params'], 'thresholds' | 'abTest'> {
  const whole = { ...thresholds, ...thresholdsOf(request.params ?? {}) };
  const asked = Object.keys(whole).length > 0;
  if (asker.role === 'CAPTURE SESSION' && (asked || request.params?.decision_threshold !== undefined))
    throw new EngineError('auth_forbidden', `${where}: a capture session may not choose thresholds.`);
  if (!asked) return abTest && isTested(request.type) ? underTest(abTest) : {};
  return { thresholds: whole };
}

function partsOf({ params }: AnalysisRequestInput): Pick<AnalysisRecord['params'], 'documentParts'> {
  const parts = params?.capabilities;
  return Array.isArray(parts) ? { documentParts: parts } : {};
}

/** The types that have thresholds. */
function isTested(type: string): boolean {
  return type === 'QUALITY' || type === 'BIOMETRY';
}

function underTest({ test, thresholds }: AbAssignment) {
  return { abTest: test, ...(Object.keys(thresholds).length === 0 ? {} : { thresholds }) };
}

/** DOCUMENTS has no flag of its own in any of the documented spellings. */
function allowed(type: AnalysisType, { biometry, quality, collection }: MayStart): boolean {
  return { QUALITY: quality, BIOMETRY: biometry, COLLECTION: collection, DOCUMENTS: true }[type];
}

/** A media id, or the name of the file part the media came in. */
function resolve(reference: string, where: string, options: PlanOptions): string {
  const found =
    options.media.find((media) => media.mediaId === reference) ??
    options.media.find((media) => media.fieldName === reference);
  if (!found)
    throw new EngineError('invalid_value', `${where}.source_media: this folder has no media "${reference}".`);
  return found.mediaId;
}
