import { resolve } from 'node:path';
import type { ConfigSource } from '../model/adapter-config.ts';
import type { KeyInfo } from './key-info.ts';
import type { Layer, ReadText } from './layer.ts';
import { nearest } from './nearest.ts';

/** Variables that set no key. */
const CONFIG_FILE = 'WA_CONFIG_FILE';
const IGNORED = new Map([
  ['WA_SSL_CERT_ADD', 'Presence serves plain http; put a TLS proxy in front and set WA_TRUST_PROXY_HOPS.'],
]);

export type Env = Readonly<Record<string, string | undefined>>;

export interface EnvLayerInput {
  readonly keys: readonly KeyInfo[];
  readonly env: Env;
  readonly readFile: ReadText;
  readonly cwd: string;
}

/**
 * Reads the environment: `NAME`, and over it the content of the file `NAME_FILE` names. Empty counts as unset; quotes
 * around a value are removed, because compose files in list form keep them.
 */
export async function readEnvLayer({ keys, env, readFile, cwd }: EnvLayerInput): Promise<Layer> {
  const values: Record<string, unknown> = {};
  const sources: Record<string, ConfigSource> = {};
  const problems: string[] = [];
  const warnings: string[] = [];
  const set = (key: KeyInfo, text: string, source: ConfigSource, name: string) => {
    const value = parseValue(text, key.kind);
    if (value instanceof BadValue) problems.push(`${name} ${value.message}`);
    else {
      values[key.key] = value;
      sources[key.key] = source;
    }
  };
  for (const key of keys) {
    const text = clean(env[key.env]);
    if (text !== undefined) set(key, text, { kind: 'env', name: key.env }, key.env);
  }
  for (const { key, fileName, path } of secretFilesOf(keys, env)) {
    const content = await contentOf(path, () => readFile(resolve(cwd, path)));
    if (content instanceof BadValue) problems.push(`${fileName}: ${content.message}`);
    else set(key, content, { kind: 'env-file', name: fileName, path }, fileName);
  }
  const names = [CONFIG_FILE, ...keys.flatMap((key) => [key.env, `${key.env}_FILE`])];
  for (const name of strangersIn(env, names)) {
    const reason = IGNORED.get(name);
    if (reason === undefined)
      problems.push(`${name} is not an environment variable of the adapter.${nearest(name, names)}`);
    else warnings.push(`${name} has no effect. ${reason}`);
  }
  return { values, sources, problems, warnings };
}

async function contentOf(path: string, read: () => Promise<string>): Promise<string | BadValue> {
  try {
    const content = (await read()).trim();
    return content === '' ? new BadValue(`${path} is empty.`) : content;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new BadValue(`${path} cannot be read (${why}).`);
  }
}

/** Variables that look like the adapter's and are not. */
function strangersIn(env: Env, names: readonly string[]): readonly string[] {
  return Object.keys(env).filter((name) => name.startsWith('WA_') && !names.includes(name));
}

/** The keys whose value a file named in the environment holds. */
export function secretFilesOf(keys: readonly KeyInfo[], env: Env) {
  return keys.flatMap((key) => {
    const fileName = `${key.env}_FILE`;
    const path = keys.some((other) => other.env === fileName) ? undefined : clean(env[fileName]);
    return path === undefined ? [] : [{ key, fileName, path }];
  });
}

export function configFileOf(env: Env): string | undefined {
  return clean(env[CONFIG_FILE]);
}

class BadValue {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

function clean(raw: string | undefined): string | undefined {
  const text = raw?.trim().replace(/^(['"])(.*)\1$/s, '$2');
  return text === '' ? undefined : text;
}

function parseValue(text: string, kind: KeyInfo['kind']): unknown {
  switch (kind) {
    case 'boolean':
      if (/^(true|1|yes|on)$/i.test(text)) return true;
      if (/^(false|0|no|off)$/i.test(text)) return false;
      return new BadValue('must be true or false.');
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : new BadValue('must be a number.');
    case 'list':
      if (text.startsWith('[')) return parseJson(text);
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'object':
      return parseJson(text);
    case 'text':
      return text;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message is left out: it may quote a secret.
    return new BadValue('must be valid JSON.');
  }
}
