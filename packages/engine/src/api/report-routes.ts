import express, { type Router } from 'express';
import { EngineError } from '../model/engine-error.ts';
import { scopeOf } from '../model/principal.ts';
import type { ApiContext } from './api-context.ts';
import { toCsv } from './csv.ts';
import { list, one, parseFolderQuery } from './folder-query.ts';
import { columnsOf, reportRows } from './report-columns.ts';

const FORMATS = ['csv', 'json'] as const;

/**
 * `GET /api/reports`: what a caller's folders came to, one line for each analysis, chosen with the filters of
 * `GET /api/folders`. Documented is that clients make reports, with a column for the person; the rest is ours.
 */
export function reportRoutes({ secure, store }: ApiContext): Router {
  const router = express.Router();
  secure(router, '/reports', {
    get: async (req, res, caller) => {
      const format = formatOf(one(req.query, 'format') ?? 'csv');
      const asked = list(req.query, 'columns');
      const { items, total } = await store.folders.list(parseFolderQuery(req.query, scopeOf(caller)));
      const analyses = await store.analyses.listByFolders(items.map(({ folderId }) => folderId));
      const rows = items.flatMap((folder) =>
        reportRows(
          folder,
          analyses.filter(({ folderId }) => folderId === folder.folderId),
        ),
      );
      const columns = asked ?? columnsOf(rows);
      const unknown = columns.find((name) => rows[0] !== undefined && !(name in rows[0]));
      if (unknown !== undefined)
        throw new EngineError('invalid_value', `Query parameter columns: there is no column "${unknown}".`, {
          details: { field: 'columns' },
        });
      if (total !== null) res.set('X-Total-Count', String(total));
      if (format === 'json')
        res.json(rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name] ?? null]))));
      else res.type('text/csv').attachment('report.csv').send(toCsv(columns, rows));
    },
  });
  return router;
}

function formatOf(text: string): (typeof FORMATS)[number] {
  const known = FORMATS.find((format) => format === text.toLowerCase());
  if (known) return known;
  throw new EngineError('invalid_value', 'Query parameter format: csv or json.', {
    details: { field: 'format' },
  });
}
