import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { detCurve } from '../figures/det-curve.ts';
import { clipsCsv } from './clips-csv.ts';
import { detSvg } from './det-svg.ts';
import { type ReportFacts, summary } from './summary.ts';

/** Writes report.md, presentations.csv, report.json and, with presentations of both kinds, det.svg. */
export async function writeReport(folder: string, facts: ReportFacts): Promise<void> {
  await mkdir(folder, { recursive: true });
  const curve = detCurve(facts.presentations);
  await writeFile(join(folder, 'report.md'), summary(facts));
  await writeFile(join(folder, 'presentations.csv'), clipsCsv(facts.presentations));
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(facts, null, 2)}\n`);
  if (curve.length > 0)
    await writeFile(join(folder, 'det.svg'), detSvg(curve, `${facts.presentations.length} presentations`));
}
