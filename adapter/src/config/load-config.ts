import { join, resolve } from 'node:path';
import type { AdapterConfig, ConfigSource } from '../model/adapter-config.ts';
import { ConfigError } from './config-error.ts';
import { configSchema, type ParsedConfig, type SchemaKey } from './config-schema.ts';
import { crossCheck, type Finding } from './cross-checks.ts';
import { configFileOf, type Env, readEnvLayer } from './env-layer.ts';
import { readFileLayer } from './file-layer.ts';
import { allKeys, type KeyInfo } from './key-info.ts';
import { type ReadText, sourceText } from './layer.ts';

export interface LoadConfigInput {
  readonly env: Env;
  readonly readFile: ReadText;
  /** Relative paths count from here. */
  readonly cwd: string;
}

export interface LoadedConfig {
  readonly config: AdapterConfig;
  readonly sources: Readonly<Record<SchemaKey, ConfigSource>>;
  readonly warnings: readonly string[];
}

/**
 * Defaults, then `app_config.json` (or `WA_CONFIG_FILE`), then the environment, then `NAME_FILE`.
 * @throws {ConfigError} with every problem and the source of each.
 */
export async function loadConfig({ env, readFile, cwd }: LoadConfigInput): Promise<LoadedConfig> {
  const keys = allKeys();
  const file = await readFileLayer({ keys, configured: configFileOf(env), readFile, cwd });
  const fromEnv = await readEnvLayer({ keys, env, readFile, cwd });
  const sources: Record<string, ConfigSource> = { ...file.sources, ...fromEnv.sources };
  const problems = [...file.problems, ...fromEnv.problems];
  const place = (key: string) => sourceText(sources[key] ?? { kind: 'default' });

  const values = { ...file.values, ...fromEnv.values };
  const parsed = configSchema.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.map(String);
      problems.push(`${path.join('.')} (${place(path[0] ?? '')}): ${issue.message}.`);
    }
    problems.push(...amongTheRest(values).map(({ key, text }) => `${key} (${place(key)}) ${text}`));
    throw new ConfigError(problems, { cause: parsed.error });
  }
  const findings = crossCheck(parsed.data);
  problems.push(...findings.problems.map(({ key, text }) => `${key} (${place(key)}) ${text}`));
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    config: withPaths(parsed.data, keys, cwd),
    sources: withDefaults(keys, sources),
    warnings: [
      ...file.warnings,
      ...fromEnv.warnings,
      ...findings.warnings.map(({ key, text }) => `${key} (${place(key)}) ${text}`),
    ],
  };
}

/** What contradicts itself among the keys that are right by themselves, so that all problems are told at once. */
function amongTheRest(values: Readonly<Record<string, unknown>>): readonly Finding[] {
  const wrong = new Set<string>();
  const entries = Object.entries(configSchema.shape).map(([key, schema]) => {
    const parsed = schema.safeParse(values[key]);
    if (parsed.success) return [key, parsed.data] as const;
    wrong.add(key);
    return [key, schema.parse(undefined)] as const;
  });
  // Every key of the schema, by that key's own schema.
  const { problems } = crossCheck(Object.fromEntries(entries) as ParsedConfig);
  return problems.filter(({ key, beside = [] }) => ![key, ...beside].some((each) => wrong.has(each)));
}

function withPaths(config: ParsedConfig, keys: readonly KeyInfo[], cwd: string): AdapterConfig {
  const values: Readonly<Record<string, unknown>> = config;
  const absolute = keys.flatMap(({ key, path }) => {
    const value = values[key];
    return path && typeof value === 'string' ? [[key, resolve(cwd, value)] as const] : [];
  });
  // Only texts are replaced, and by texts.
  const resolved = { ...config, ...(Object.fromEntries(absolute) as Partial<ParsedConfig>) };
  return {
    ...resolved,
    api_token_file: resolved.api_token_file ?? join(resolved.data_dir, 'service-token'),
  };
}

function withDefaults(
  keys: readonly KeyInfo[],
  sources: Readonly<Record<string, ConfigSource>>,
): Record<SchemaKey, ConfigSource> {
  const entries = keys.map(({ key }) => [key, sources[key] ?? { kind: 'default' }] as const);
  // allKeys lists every key of the schema.
  return Object.fromEntries(entries) as Record<SchemaKey, ConfigSource>;
}
