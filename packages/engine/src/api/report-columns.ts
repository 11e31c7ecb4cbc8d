import type { AnalysisRecord, FolderRecord, MetaData } from '../model/records.ts';

export type Cell = string | number | null;
export type ReportRow = Readonly<Record<string, Cell>>;

/** Metadata that names an attempt or a person. Source: Oz page "Metadata", which has the person as an extra report column. */
const NAMING_KEYS = ['transaction_id', 'end_user_id', 'iin', 'client_iin'] as const;

/** Scores of an analysis by the documented names of their fields. */
const SCORES = ['confidence_spoofing', 'min_confidence', 'max_confidence'] as const;

/** One row for each analysis of a folder, or one without an analysis. Times in ISO 8601. */
export function reportRows(folder: FolderRecord, analyses: readonly AnalysisRecord[]): ReportRow[] {
  const of = folderCells(folder);
  if (analyses.length === 0) return [{ ...of, ...analysisCells(undefined) }];
  return analyses.map((analysis) => ({ ...of, ...analysisCells(analysis) }));
}

/** Columns in their order; those of metadata only when one of the rows has it. */
export function columnsOf(rows: readonly ReportRow[]): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  return Object.keys(first).filter(
    (name) => !NAMING_KEYS.some((key) => key === name) || rows.some((row) => row[name] !== null),
  );
}

function folderCells(folder: FolderRecord): ReportRow {
  const named = NAMING_KEYS.map((key) => [key, cell(folder.metaData[key])] as const);
  return {
    folder_id: folder.folderId,
    time_created: isoTime(folder.timeCreated),
    company_id: folder.companyId,
    user_id: folder.userId,
    ...Object.fromEntries(named),
    folder_status: folder.resolutionStatus,
    system_resolution: folder.systemResolution,
  };
}

function analysisCells(analysis: AnalysisRecord | undefined): ReportRow {
  const { timeFinished = null, timeCreated = 0 } = analysis ?? {};
  return {
    analysis_id: analysis?.analysisId ?? null,
    type: analysis?.type ?? null,
    resolution: analysis === undefined ? null : (analysis.resolution ?? analysis.state),
    ...Object.fromEntries(
      SCORES.map((name) => [name, analysis === undefined ? null : score(analysis, name)]),
    ),
    seconds: timeFinished === null ? null : (timeFinished - timeCreated) / 1000,
    error_message: analysis?.errorMessage ?? null,
  };
}

/** Of the analysis, else the worst of its media. */
function score({ resultsData, resultsMedia }: AnalysisRecord, name: string): number | null {
  const whole = resultsData?.[name];
  if (typeof whole === 'number') return whole;
  const parts = resultsMedia.flatMap((media) => numberIn(media.resultsData, name));
  return parts.length === 0 ? null : Math.max(...parts);
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
