import type { Router } from 'express';
import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import type { ApiContext } from './api-context.ts';
import { companyItemRoutes, type ItemApi } from './company-item-routes.ts';
import { parseFolderQuery } from './folder-query.ts';
import { parseInput } from './parse-input.ts';
import { REPORT_COLUMNS } from './report-columns.ts';

const MAX_DAYS = 3650;
const FILTERS = [
  'meta_data',
  'technical_meta_data',
  'resolution_status',
  'folder_id',
  'company_id',
  'user_id',
  'time_created.min',
  'time_created.max',
  'time_updated.min',
  'time_updated.max',
  'sorting',
  'limit',
  'total_omit',
] as const;

const text = z.string().max(2000);
const templateSchema = z.looseObject({
  format: z.enum(['csv', 'json']).optional(),
  columns: z.array(z.enum(REPORT_COLUMNS)).min(1).nullish(),
  filters: z.partialRecord(z.enum(FILTERS), z.union([text, z.array(text).max(20)])).optional(),
  days: z.int().min(1).max(MAX_DAYS).nullish(),
});

const REPORT_TEMPLATE: ItemApi<'report template'> = {
  kind: 'report template',
  paths: ['/report_templates', '/report_templates/:templateId'],
  parameter: 'templateId',
  idField: 'report_template_id',
  read(input, before) {
    const { format, columns, filters, days } = parseInput(templateSchema, input, 'body');
    if (filters) checkFilters(filters);
    return {
      format: format ?? before?.format ?? 'csv',
      columns: columns === undefined ? (before?.columns ?? null) : columns,
      filters: filters ?? before?.filters ?? {},
      days: days === undefined ? (before?.days ?? null) : days,
    };
  },
  view: ({ format, columns, filters, days }) => ({ format, columns, filters, days }),
};

/** `/api/report_templates`: documented is that a CLIENT ADMIN has them; path and shape are ours. */
export function reportTemplateRoutes(context: ApiContext): Router {
  return companyItemRoutes(context, REPORT_TEMPLATE);
}

/** Their values are those of the list of folders, and are read as it reads them. */
function checkFilters(filters: Readonly<Record<string, unknown>>): void {
  try {
    parseFolderQuery(filters, { kind: 'all' });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError('invalid_value', `filters: ${message}`, { cause });
  }
}
