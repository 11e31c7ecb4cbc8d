import type { AnalysisRecord, FolderRecord, MetaData } from '../model/records.ts';
import type { Audience } from './analysis-view.ts';

export type Cell = string | number | null;

/** Metadata that names an attempt or a person. Source: Oz page "Metadata", which has the person as an extra report column. */
const NAMING_KEYS = ['transaction_id', 'end_user_id', 'iin', 'client_iin'] as const;

/** Scores of an analysis by the documented names of their fields. */
const SCORES = ['confidence_spoofing', 'min_confidence', 'max_confidence'] as const;

/** In the order of the table. */
export const REPORT_COLUMNS = [
  'folder_id',
  'time_created',
  'company_id',
  'user_id',
  ...NAMING_KEYS,
  'folder_status',
  'system_resolution',
  'analysis_id',
  'type',
  'resolution',
  ...SCORES,
  'ab_testing',
  'seconds',
  'error_message',
] as const;
export type ReportRow = Readonly<Record<string, Cell>>;
/** What a row of the table is made of: a column left out here does not compile. */
type FullRow = Readonly<Record<(typeof REPORT_COLUMNS)[number], Cell>>;

/** One row for each analysis of a folder, or one without an analysis. Times in ISO 8601. */
export function reportRows(
  folder: FolderRecord,
  analyses: readonly AnalysisRecord[],
  audience: Audience,
): ReportRow[] {
  const of = folderCells(folder);
  const some = analyses.length === 0 ? [undefined] : analyses;
  return some.map(
    (analysis): FullRow => ({
      ...of,
      ...analysisCells(analysis),
      ...(audience === 'account' ? {} : { ab_testing: null }),
    }),
  );
}

const RARE_COLUMNS = [...NAMING_KEYS, 'ab_testing'] as const;

/** Columns in their order; those of metadata and of A/B tests only when one of the rows has it. */
export function columnsOf(rows: readonly ReportRow[]): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  return REPORT_COLUMNS.filter(
    (name) => !RARE_COLUMNS.some((key) => key === name) || rows.some((row) => row[name] !== null),
  );
}

function folderCells(folder: FolderRecord) {
  return {
    folder_id: folder.folderId,
    time_created: isoTime(folder.timeCreated),
    company_id: folder.companyId,
    user_id: folder.userId,
    transaction_id: cell(folder.metaData.transaction_id),
    end_user_id: cell(folder.metaData.end_user_id),
    iin: cell(folder.metaData.iin),
    client_iin: cell(folder.metaData.client_iin),
    folder_status: folder.resolutionStatus,
    system_resolution: folder.systemResolution,
  };
}

function analysisCells(analysis: AnalysisRecord | undefined) {
  const { timeFinished = null, timeCreated = 0 } = analysis ?? {};
  return {
    analysis_id: analysis?.analysisId ?? null,
    type: analysis?.type ?? null,
    resolution: analysis === undefined ? null : (analysis.resolution ?? analysis.state),
    confidence_spoofing: score(analysis, 'confidence_spoofing'),
    min_confidence: score(analysis, 'min_confidence'),
    max_confidence: score(analysis, 'max_confidence'),
    ab_testing: variantOf(analysis),
    seconds: timeFinished === null ? null : (timeFinished - timeCreated) / 1000,
    error_message: analysis?.errorMessage ?? null,
  };
}

/** Of the analysis, else the worst of its media. */
function score(analysis: AnalysisRecord | undefined, name: (typeof SCORES)[number]): number | null {
  if (analysis === undefined) return null;
  const { resultsData, resultsMedia } = analysis;
  const whole = resultsData?.[name];
  if (typeof whole === 'number') return whole;
  const parts = resultsMedia.flatMap((media) => numberIn(media.resultsData, name));
  return parts.length === 0 ? null : Math.max(...parts);
}

/** As `test/variant`; a folder outside all shares has none. */
function variantOf(analysis: AnalysisRecord | undefined): Cell {
  const test = analysis?.params.abTest;
  return test === undefined ? null : `${test.name}/${test.variant ?? ''}`;
}

function numberIn(data: MetaData | null, name: string): number[] {
  const value = data?.[name];
  return typeof value === 'number' ? [value] : [];
}

function cell(value: unknown): Cell {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
