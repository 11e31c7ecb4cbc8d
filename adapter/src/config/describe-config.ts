import type { ConfigRow } from '../model/adapter-config.ts';
import { allKeys } from './key-info.ts';
import { sourceText } from './layer.ts';
import type { LoadedConfig } from './load-config.ts';

/** The effective configuration with the source of each value; a secret shows only whether it is set. */
export function describeConfig({ config, sources }: LoadedConfig): readonly ConfigRow[] {
  const values: Readonly<Record<string, unknown>> = { ...config };
  return allKeys().map(({ key, secret }) => ({
    key,
    value: secret ? mask(values[key]) : JSON.stringify(values[key]),
    source: sourceText(sources[key]),
    secret,
  }));
}

function mask(value: unknown): string {
  return value === null ? 'not set' : '(set, not shown)';
}

/** The text `--check-config` prints. */
export function configReport(loaded: LoadedConfig): string {
  const rows = describeConfig(loaded);
  const width = Math.max(...rows.map((row) => row.key.length));
  const lines = rows.map((row) => `${row.key.padEnd(width)}  ${row.value}  [${row.source}]`);
  const warnings = loaded.warnings.map((warning) => `warning: ${warning}`);
  return [...lines, ...warnings, 'The configuration is valid.'].join('\n');
}
