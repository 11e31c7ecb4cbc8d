import express, { type Router } from 'express';
import type { CompanyItem, ReportTemplate } from '../model/company-items.ts';
import { EngineError } from '../model/engine-error.ts';
import { type Caller, mayReach, reachOf, scopeOf } from '../model/principal.ts';
import { audienceOf } from './analysis-view.ts';
import type { ApiContext } from './api-context.ts';
import { MAX_ITEMS } from './company-item-routes.ts';
import { toCsv } from './csv.ts';
import { list, one, parseFolderQuery, type RawQuery } from './folder-query.ts';
import { notFound } from './owned.ts';
import { columnsOf, REPORT_COLUMNS, reportRows } from './report-columns.ts';

const FORMATS = ['csv', 'json'] as const;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * `GET /api/reports`: what a caller's folders came to, one line for each analysis, chosen with the filters of
 * `GET /api/folders` or with a template, whose settings those of the request replace. Documented is that clients make
 * reports, with a column for the person; the rest is ours.
 */
export function reportRoutes(context: ApiContext): Router {
  const { secure, store, now } = context;
  const router = express.Router();
  secure(router, '/reports', {
    get: async (req, res, caller) => {
      const named = one(req.query, 'template');
      const template = named ? await templateNamed(context, caller, named) : undefined;
      const query = { ...(template && filtersOf(template, now())), ...req.query };
      const format = formatOf(one(req.query, 'format') ?? template?.format ?? 'csv');
      const asked = list(req.query, 'columns') ?? template?.columns ?? undefined;
      checkColumns(asked);
      const { items, total } = await store.folders.list(parseFolderQuery(query, scopeOf(caller)));
      const analyses = await store.analyses.listByFolders(items.map(({ folderId }) => folderId));
      const rows = items.flatMap((folder) =>
        reportRows(
          folder,
          analyses.filter(({ folderId }) => folderId === folder.folderId),
          audienceOf(caller),
        ),
      );
      const columns = asked ?? columnsOf(rows);
      if (total !== null) res.set('X-Total-Count', String(total));
      if (format === 'json')
        res.json(rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name] ?? null]))));
      else res.type('text/csv').attachment('report.csv').send(toCsv(columns, rows));
    },
  });
  return router;
}

/** By id, or by name among those of the caller's company. */
async function templateNamed({ store }: ApiContext, caller: Caller, named: string): Promise<ReportTemplate> {
  const reach = reachOf(caller.role, 'report template', 'read');
  const mayRead = (item: CompanyItem<'report template'>) =>
    reach !== undefined && mayReach({ ...caller, reach }, { companyId: item.companyId });
  const kind = 'report template';
  const known = await store.companyItems.get(kind, named);
  const { companyId } = caller;
  const all = known
    ? [known]
    : await store.companyItems.list({ kind, companyId, limit: MAX_ITEMS, offset: 0 });
  const found = all.find((item) => (known !== undefined || item.name === named) && mayRead(item));
  if (!found) throw notFound('report template', named);
  return found.body;
}

function filtersOf({ filters, days }: ReportTemplate, now: number): RawQuery {
  return days === null
    ? filters
    : { ...filters, 'time_created.min': (now / 1000 - days * DAY_SECONDS).toFixed(3) };
}

function checkColumns(asked: readonly string[] | undefined): void {
  const unknown = asked?.find((name) => !REPORT_COLUMNS.some((column) => column === name));
  if (unknown !== undefined)
    throw new EngineError('invalid_value', `Query parameter columns: there is no column "${unknown}".`, {
      details: { field: 'columns' },
    });
}

function formatOf(text: string): (typeof FORMATS)[number] {
  const known = FORMATS.find((format) => format === text.toLowerCase());
  if (known) return known;
  throw new EngineError('invalid_value', 'Query parameter format: csv or json.', {
    details: { field: 'format' },
  });
}
