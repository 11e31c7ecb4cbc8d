import { resolve } from 'node:path';
import * as z from 'zod';
import type { ConfigSource } from '../model/adapter-config.ts';
import type { KeyInfo } from './key-info.ts';
import type { Layer, ReadText } from './layer.ts';
import { nearest } from './nearest.ts';

export const DEFAULT_PATH = 'adapter/app_config.json';
const objectSchema = z.record(z.string(), z.unknown());

/** Names the JSON Schema for editors; no setting. */
const SCHEMA_KEY = '$schema';

/** A slip in the vendor's sample file, which has never had an effect. */
const MISSPELT = new Map([['prenit', 'preinit']]);

export interface FileLayerInput {
  readonly keys: readonly KeyInfo[];
  /** `WA_CONFIG_FILE`. */
  readonly configured: string | undefined;
  readonly readFile: ReadText;
  readonly cwd: string;
}

/** Reads `app_config.json`. A missing file is a problem only when it was asked for. */
export async function readFileLayer(input: FileLayerInput): Promise<Layer> {
  const path = input.configured ?? DEFAULT_PATH;
  let text: string;
  try {
    text = await input.readFile(resolve(input.cwd, path));
  } catch (error) {
    const reason = `${path} cannot be read (${error instanceof Error ? error.message : String(error)})`;
    return input.configured === undefined
      ? layer({ warnings: [`${reason}; all keys have their defaults.`] })
      : layer({ problems: [`WA_CONFIG_FILE: ${reason}. Correct the path.`] });
  }
  return parseFile(text, path, input.keys);
}

function parseFile(text: string, path: string, keys: readonly KeyInfo[]): Layer {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return layer({ problems: [`${path} ${whyNoJson(text, error)}`] });
  }
  const object = objectSchema.safeParse(json);
  if (!object.success || Array.isArray(json))
    return layer({ problems: [`${path} must hold one JSON object.`] });
  const values: Record<string, unknown> = {};
  const sources: Record<string, ConfigSource> = {};
  const problems: string[] = [];
  const warnings: string[] = [];
  const names = keys.filter((key) => key.inFile).map((key) => key.key);
  for (const [name, value] of Object.entries(object.data)) {
    if (name === SCHEMA_KEY) continue;
    const meant = MISSPELT.get(name);
    const known = keys.find((key) => key.key === name);
    if (known?.inFile) {
      values[name] = value;
      sources[name] = { kind: 'file', path };
    } else if (meant !== undefined) {
      warnings.push(`${name} in ${path} is a misspelling of ${meant} and has no effect. Write ${meant}.`);
    } else if (known) {
      problems.push(
        `${name} in ${path} can be set by the environment variable ${known.env} only. Remove it.`,
      );
    } else {
      problems.push(`${name} in ${path} is not a key of this file.${nearest(name, names)}`);
    }
  }
  return { values, sources, problems, warnings };
}

/** The parser's message is left out but for the place: it may quote a secret. */
function whyNoJson(text: string, error: unknown): string {
  if (text.trim() === '') return 'is empty. Write {} if every key is to have its default.';
  if (/[\0\uFFFD]/.test(text)) return 'is not UTF-8 text. Save it as UTF-8.';
  const at = /at position (\d+)/.exec(String(error))?.[1];
  const line = at === undefined ? '' : ` (line ${text.slice(0, Number(at)).split('\n').length})`;
  return `is not valid JSON${line}. Check quotes and commas, and remove comments.`;
}

function layer(part: Partial<Layer>): Layer {
  return { values: {}, sources: {}, problems: [], warnings: [], ...part };
}
