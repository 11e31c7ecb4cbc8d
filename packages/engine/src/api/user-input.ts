import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import { type AccountRecord, type MayStart, USER_TYPES, type UserType } from '../model/records.ts';
import { metaDataSchema } from './folder-payload.ts';

const MIN_PASSWORD = 12;
const name = z.string().trim().max(200).optional();
const flag = z.boolean().optional();

/** The three documented spellings of the permission flags; the newest wins. */
const SPELLINGS = ['can_start_analysis', 'can_start_analyse', 'can_start_analyze'] as const;
const KINDS = ['biometry', 'quality', 'collection'] as const satisfies readonly (keyof MayStart)[];
const startFlags = Object.fromEntries(
  SPELLINGS.flatMap((spelling) => KINDS.map((kind) => [`${spelling}_${kind}`, flag])),
);

const shared = {
  first_name: name,
  last_name: name,
  middle_name: name,
  meta_data: metaDataSchema.optional(),
  user_type: z.string().trim().toUpperCase().pipe(z.enum(USER_TYPES)).optional(),
  is_admin: flag,
  is_service: flag,
  ...startFlags,
};

export const newUserSchema = z.looseObject({
  ...shared,
  email: z.email().max(320),
  password: z.string().min(MIN_PASSWORD).max(1024),
  company_id: z.string().min(1).max(100).nullish(),
});

export const userChangeSchema = z.looseObject({
  ...shared,
  email: z.email().max(320).optional(),
  password: z.string().min(MIN_PASSWORD).max(1024).optional(),
  company_id: z.string().min(1).max(100).nullish(),
});

export type UserInput = z.infer<typeof userChangeSchema>;

/**
 * The type an input asks for. Up to 5.3 flags said what types of their own have said since: CLIENT with `is_admin` or
 * `is_service`.
 * @throws EngineError `invalid_value`
 */
export function userTypeOf(input: UserInput, known: UserType): UserType {
  const { user_type, is_admin, is_service } = input;
  if (user_type === undefined && is_admin === undefined && is_service === undefined) return known;
  const type = user_type ?? (known.startsWith('CLIENT') ? 'CLIENT' : known);
  if (is_admin === true && is_service === true)
    throw new EngineError('invalid_value', 'is_admin and is_service: one account cannot be both.');
  if (is_admin === true && type === 'CLIENT') return 'CLIENT ADMIN';
  if (is_service === true && type === 'CLIENT') return 'CLIENT SERVICE';
  return type;
}

/** The permission flags after an input; what it does not name stays as it is. */
export function mayStartOf(input: UserInput, known: MayStart): MayStart {
  const values: Readonly<Record<string, unknown>> = input;
  const read = (kind: keyof MayStart) => {
    const given = SPELLINGS.map((spelling) => values[`${spelling}_${kind}`]).find(
      (value) => typeof value === 'boolean',
    );
    return typeof given === 'boolean' ? given : known[kind];
  };
  return { biometry: read('biometry'), quality: read('quality'), collection: read('collection') };
}

/** Whether an input asks for what only an administrator may change. */
export function changesRights(input: UserInput): boolean {
  const rights = ['user_type', 'is_admin', 'is_service', 'company_id', ...Object.keys(startFlags)];
  const values: Readonly<Record<string, unknown>> = input;
  return rights.some((key) => values[key] !== undefined);
}

export function userView(account: AccountRecord) {
  const { mayStart, userType } = account;
  return {
    user_id: account.userId,
    user_type: userType,
    first_name: account.firstName,
    last_name: account.lastName,
    middle_name: account.middleName,
    email: account.email,
    company_id: account.companyId,
    is_admin: userType === 'CLIENT ADMIN',
    is_service: userType === 'CLIENT SERVICE',
    can_start_analysis_biometry: mayStart.biometry,
    can_start_analysis_quality: mayStart.quality,
    can_start_analysis_collection: mayStart.collection,
    can_start_analyse_biometry: mayStart.biometry,
    can_start_analyse_quality: mayStart.quality,
    can_start_analyze_biometry: mayStart.biometry,
    can_start_analyze_quality: mayStart.quality,
    can_start_analyze_collection: mayStart.collection,
    meta_data: account.metaData,
    technical_meta_data: {},
  };
}
