/** One line of InfluxDB's line protocol, taken apart. */
export interface Line {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string | number | bigint | boolean>>;
  readonly time: bigint;
}

/**
 * Reads line protocol as InfluxDB 2.x documents it, and throws at whatever is not exactly that: escapes, quoted texts,
 * integers with `i`, a timestamp in nanoseconds.
 */
export function parseLineProtocol(body: string): readonly Line[] {
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map(parseLine);
}

function parseLine(line: string): Line {
  const [series = '', fields = '', time = '', ...rest] = split(line, ' ');
  if (rest.length > 0 || !/^\d{19}$/.test(time)) throw new Error(`no line of the protocol: ${line}`);
  const [measurement = '', ...tags] = split(series, ',');
  return {
    measurement: unescaped(measurement),
    tags: Object.fromEntries(tags.map((tag) => pair(tag).map(unescaped))),
    fields: Object.fromEntries(
      split(fields, ',').map((field) => {
        const [name, value] = pair(field);
        return [unescaped(name), fieldValue(value)] as const;
      }),
    ),
    time: BigInt(time),
  };
}

/** At the separator, but not where it is escaped or inside quotes. */
function split(text: string, separator: string): readonly string[] {
  const parts: string[] = [''];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"' && text[at - 1] !== '\\') quoted = !quoted;
    if (character === separator && !quoted && text[at - 1] !== '\\') parts.push('');
    else parts[parts.length - 1] += character;
  }
  if (quoted) throw new Error(`a text does not end: ${text}`);
  return parts;
}

function pair(text: string): readonly [string, string] {
  const [name, value, ...rest] = split(text, '=');
  if (!name || value === undefined || rest.length > 0) throw new Error(`no name=value: ${text}`);
  return [name, value];
}

function unescaped(text: string): string {
  if (text === '') throw new Error('an empty name or tag value');
  return text.replace(/\\([ ,=])/g, '$1');
}

function fieldValue(text: string): string | number | bigint | boolean {
  if (/^".*"$/s.test(text)) return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
  if (/^-?\d+i$/.test(text)) return BigInt(text.slice(0, -1));
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^(t|f|true|false)$/i.test(text)) return /^t/i.test(text);
  throw new Error(`no field value: ${text}`);
}
