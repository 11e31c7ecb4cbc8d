import type { MetaData } from './records.ts';

/** A customer of this installation. Times are milliseconds since the epoch. */
export interface CompanyRecord {
  readonly companyId: string;
  readonly name: string;
  /** Days its folders are kept; 0 for ever, null as long as the installation keeps them. */
  readonly retentionDays: number | null;
  readonly metaData: MetaData;
  readonly timeCreated: number;
}

/** The company of an installation that never made another; accounts without a company upload into it. */
export const HOME_COMPANY_ID = '5c0e9f0c-7a1f-4d57-9f1d-0a5a3a6f0001';

export interface CompanyQuery {
  /** Part of the name, in any case. */
  readonly searchText?: string;
  /** Only this one. */
  readonly companyId?: string;
  readonly limit: number;
  readonly offset: number;
}

export interface CompanyStore {
  /** Undefined for one that is retired too. */
  get(companyId: string): Promise<CompanyRecord | undefined>;
  /** By name. */
  list(query: CompanyQuery): Promise<readonly CompanyRecord[]>;
  /** Inserts or replaces by `companyId`. */
  save(company: CompanyRecord): Promise<void>;
  /** Ends accounts, sessions, webhooks and what it kept under a name at once. What it owns is removed later: see `retired`. False if there was none. */
  retire(companyId: string, now: number): Promise<boolean>;
  /** Companies whose folders and collections are still to be removed. */
  retired(): Promise<readonly string[]>;
  /** Forgets a company that was retired before this time. */
  purge(companyId: string, retiredBefore: number): Promise<void>;
}
