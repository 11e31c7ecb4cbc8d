import type { ErrorCode } from '@presence/protocol';

/** The licence as the adapter knows it now. */
export type LicenceStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'valid'; readonly facts: LicenceFacts }
  | {
      readonly kind: 'refused';
      readonly code: Extract<ErrorCode, `license_${string}`>;
      /** One of the documented messages, to the letter. */
      readonly message: string;
      /** Why a licence cannot be read; for the operator, not for the page. */
      readonly detail?: string;
      /** Known when the licence could be read but no longer holds. */
      readonly facts: LicenceFacts | undefined;
    };

/** What may be shown of a licence; not its signature. */
export interface LicenceFacts {
  readonly licenceId: string;
  readonly client: string;
  readonly origins: readonly string[];
  /** Added by `master_license_signature`. */
  readonly extraOrigins: readonly string[];
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Whole days, rounded down; negative once expired. */
  readonly daysLeft: number;
  readonly features: { readonly liveness: boolean; readonly biometry: boolean; readonly collection: boolean };
  readonly limits: readonly LimitUse[];
  readonly warnings: readonly string[];
}

export interface LimitUse {
  readonly name: 'analyses' | 'faces';
  readonly limit: number;
  /** Null when nobody counts. */
  readonly used: number | null;
  /** Percent of the limit, or null when nobody counts. */
  readonly usedPercent: number | null;
}

/** Counts what a licence limits; each returns null when it cannot tell. */
export interface UsageCounter {
  analyses(licenceId: string): Promise<number | null>;
  faces(licenceId: string): Promise<number | null>;
}

/** What other stages ask of the licence. */
export interface LicenceGate {
  status(): LicenceStatus;
  /** Throws `AdapterError` with a `license_*` code unless a page of this origin may capture now. */
  requireLicence(origin: string | undefined): void;
}
