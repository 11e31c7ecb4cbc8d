import type { AdapterConfig } from './adapter-config.ts';

export interface ResultCodes {
  /** What the integrator wants said beside a code. */
  readonly annotations: ReadonlyMap<string, string>;
  /** Entries whose shape says nothing to us. */
  readonly ignored: readonly string[];
}

/**
 * Reads `result_codes`, "response codes with annotations" (Oz administrator guide), whose shape is not documented. Ours:
 * `{"declined": "text"}`, `{"declined": {"annotation": "text"}}` or `[{"code": "declined", "annotation": "text"}]`, where
 * a code is a resolution of an analysis or an error code, in any case.
 */
export function readResultCodes(value: AdapterConfig['result_codes']): ResultCodes {
  const annotations = new Map<string, string>();
  const ignored: string[] = [];
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [String(fieldOf(item, 'code') ?? `entry ${index + 1}`), item])
    : Object.entries(value ?? {});
  for (const [code, item] of entries) {
    const text = typeof item === 'string' ? item : fieldOf(item, 'annotation');
    if (typeof text === 'string') annotations.set(code.toLowerCase(), text);
    else ignored.push(code);
  }
  return { annotations, ignored };
}

function fieldOf(item: unknown, name: string): unknown {
  return typeof item === 'object' && item !== null && name in item ? Reflect.get(item, name) : undefined;
}
