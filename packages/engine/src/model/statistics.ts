/** One finished analysis, for the counts. */
export interface CountedAnalysis {
  readonly companyId: string;
  readonly userId: string;
  readonly type: string;
  readonly resolution: string;
  /** From acceptance to result. */
  readonly milliseconds: number;
  /** When it ended. */
  readonly time: number;
}

/** What counts can be split by. */
export const DIMENSIONS = ['day', 'type', 'resolution', 'company_id', 'user_id'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface StatisticsQuery {
  readonly by: readonly Dimension[];
  readonly companyId?: string;
  readonly userId?: string;
  /** First and last day, in whole days since the epoch (UTC). */
  readonly firstDay?: number;
  readonly lastDay?: number;
}

export interface StatisticsRow {
  /** One for each dimension asked for, in that order; a day as its number. */
  readonly keys: readonly (string | number)[];
  readonly count: number;
  readonly milliseconds: number;
}

/** What a company keeps at this moment. */
export interface StoredTotals {
  readonly folders: number;
  readonly media: number;
  readonly bytes: number;
}

/** Counts by day. They outlive the folders they were counted from. */
export interface StatisticsStore {
  count(analysis: CountedAnalysis): Promise<void>;
  read(query: StatisticsQuery): Promise<readonly StatisticsRow[]>;
  stored(companyId: string | undefined, userId: string | undefined): Promise<StoredTotals>;
}
