import { EngineError } from '../model/engine-error.ts';
import type { FolderQuery, MetaDataCondition, Scope } from '../model/store.ts';

/** Defaults from the Oz page "Folder list"; the ceiling is ours, 2026-11-22. */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
const MAX_OFFSET = 1_000_000_000;
const MAX_CONDITIONS = 20;
/** No folder has this id. */
const NO_FOLDER: readonly string[] = [''];
const TRUE = /^(true|1|yes)$/i;
const FALSE = /^(false|0|no|)$/i;

/** Query parameters as express parses them: one string, or several of the same name. */
export type RawQuery = Readonly<Record<string, unknown>>;

/**
 * Reads the query of `GET /api/folders`. Accepts both spellings of disputed parameters; unknown ones are ignored.
 * @throws EngineError `invalid_value`
 */
export function parseFolderQuery(raw: RawQuery, scope: Scope): FolderQuery {
  const folderIds = neverMatches(raw) ? NO_FOLDER : list(raw, 'folder_id');
  const statuses = list(raw, 'resolution_status')?.map((status) => status.toUpperCase());
  const bound = (name: string, end: 'min' | 'max') => time(raw, `time_${name}.${end}`, `time.${name}.${end}`);
  const optional = {
    folderIds,
    companyIds: list(raw, 'company_id'),
    userIds: list(raw, 'user_id'),
    statuses,
    createdMin: bound('created', 'min'),
    createdMax: bound('created', 'max'),
    updatedMin: bound('updated', 'min'),
    updatedMax: bound('updated', 'max'),
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    scope,
    ...given,
    metaData: conditions(raw),
    sort: sorting(raw),
    ...paging(raw),
    countTotal: !flag(raw, 'total_omit'),
  };
}

/** `limit` and `offset`. @throws EngineError `invalid_value` */
export function paging(raw: RawQuery): { readonly limit: number; readonly offset: number } {
  return {
    limit: integer(raw, 'limit', DEFAULT_LIMIT, MAX_LIMIT),
    offset: integer(raw, 'offset', 0, MAX_OFFSET),
  };
}

/** A yes-or-no parameter under any of its spellings. */
export function flag(raw: RawQuery, ...names: readonly string[]): boolean {
  return names.some((name) => {
    const value = one(raw, name);
    if (value === undefined || FALSE.test(value)) return false;
    if (TRUE.test(value)) return true;
    throw invalid(name, 'must be true or false');
  });
}

/** Comma-separated and repeated values alike; undefined if the parameter is absent or empty. */
export function list(raw: RawQuery, name: string): readonly string[] | undefined {
  const values = many(raw, name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
  return values.length > 0 ? values : undefined;
}

/** Folders have empty technical_meta_data: no value equals, every value differs. */
function neverMatches(raw: RawQuery): boolean {
  return conditions(raw, 'technical_meta_data').some(({ equal }) => equal);
}

function conditions(raw: RawQuery, name = 'meta_data'): readonly MetaDataCondition[] {
  const all = many(raw, name);
  if (all.length > MAX_CONDITIONS) throw invalid(name, `at most ${MAX_CONDITIONS} conditions`);
  return all.map((text) => {
    const match = /^(.+?)(==|!=)(.*)$/s.exec(text);
    if (match?.[1] === undefined || match[3] === undefined)
      throw invalid(name, 'must be key==value or key!=value');
    return { key: match[1], equal: match[2] === '==', value: match[3] };
  });
}

function sorting(raw: RawQuery): FolderQuery['sort'] {
  const text = one(raw, 'sorting');
  if (!text) return { by: 'timeCreated', descending: true };
  const match = /^time_(created|updated)[\s{:.,_]*(asc|desc)?}?$/i.exec(text.trim());
  if (!match) throw invalid('sorting', 'must be time_created or time_updated, followed by asc or desc');
  const by = match[1]?.toLowerCase() === 'updated' ? 'timeUpdated' : 'timeCreated';
  return { by, descending: match[2]?.toLowerCase() === 'desc' };
}

/** Epoch seconds, with a fraction if need be, as milliseconds. */
export function time(raw: RawQuery, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const text = one(raw, name);
    if (text === undefined || text === '') continue;
    const seconds = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || !Number.isSafeInteger(Math.round(seconds * 1000)))
      throw invalid(name, 'must be epoch seconds');
    return seconds * 1000;
  }
  return undefined;
}

function integer(raw: RawQuery, name: string, fallback: number, max: number): number {
  const text = one(raw, name);
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) throw invalid(name, `must be a whole number from 0 to ${max}`);
  return value;
}

/** The last value of a parameter. */
export function one(raw: RawQuery, name: string): string | undefined {
  return many(raw, name).at(-1);
}

function many(raw: RawQuery, name: string): readonly string[] {
  const value = raw[name];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function invalid(name: string, problem: string): EngineError {
  return new EngineError('invalid_value', `Query parameter ${name}: ${problem}.`, {
    details: { field: name },
  });
}
