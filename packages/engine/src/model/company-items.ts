import type { Thresholds } from './analysis.ts';

/** A way of judging and the share of a company's folders that is judged so. */
export interface AbVariant {
  readonly name: string;
  /** Percent of the folders, 1 to 100. */
  readonly share: number;
  /** In place of the engine's; those a request asks for itself go before them. */
  readonly thresholds: Thresholds;
}

/** Folders outside all shares are judged as without a test. */
export interface AbTesting {
  readonly active: boolean;
  /** Their shares add up to 100 at most. */
  readonly variants: readonly AbVariant[];
}

/** What a report is made with unless the request says otherwise. */
export interface ReportTemplate {
  readonly format: 'csv' | 'json';
  /** Null: all that have something in them. */
  readonly columns: readonly string[] | null;
  /** Query parameters of the list of folders. */
  readonly filters: Readonly<Record<string, string | readonly string[]>>;
  /** Only folders made in so many days before the report; null: of all times. */
  readonly days: number | null;
}

interface ItemBodies {
  readonly 'ab testing': AbTesting;
  readonly 'report template': ReportTemplate;
}
export type ItemKind = keyof ItemBodies;

/** What a company's administrator keeps under a name. Times are milliseconds since the epoch. */
export interface CompanyItem<K extends ItemKind> {
  readonly itemId: string;
  readonly companyId: string;
  readonly kind: K;
  /** Unique among those of its kind and company. */
  readonly name: string;
  readonly body: ItemBodies[K];
  readonly timeCreated: number;
  readonly timeUpdated: number;
}

export interface ItemQuery<K extends ItemKind> {
  readonly kind: K;
  /** Undefined: of every company. */
  readonly companyId: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface CompanyItemStore {
  get<K extends ItemKind>(kind: K, itemId: string): Promise<CompanyItem<K> | undefined>;
  /** Newest first. */
  list<K extends ItemKind>(query: ItemQuery<K>): Promise<readonly CompanyItem<K>[]>;
  /** False, and nothing written, if its name is in use. */
  create<K extends ItemKind>(item: CompanyItem<K>): Promise<boolean>;
  /** Name, body and time. False, and nothing written, if the name is in use or the item is gone. */
  change<K extends ItemKind>(item: CompanyItem<K>): Promise<boolean>;
  delete(itemId: string): Promise<void>;
}
