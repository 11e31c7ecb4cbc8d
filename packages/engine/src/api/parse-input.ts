import type * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';

/**
 * Checks client input against a schema.
 * @throws EngineError `invalid_structure` (something missing), `invalid_type` or `invalid_value`, all problems in one
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown, where: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const path = issue.path.map(String);
    const missing = issue.code === 'invalid_type' && valueAt(input, path) === undefined;
    const code = missing
      ? 'invalid_structure'
      : issue.code === 'invalid_type'
        ? 'invalid_type'
        : 'invalid_value';
    const field = path.join('.') || where;
    return { code, field, message: missing ? `${field} is missing` : `${field}: ${issue.message}` } as const;
  });
  throw new EngineError(
    problems[0]?.code ?? 'invalid_value',
    `Invalid ${where}: ${problems.map((problem) => problem.message).join('; ')}`,
    { details: { fields: problems.map((problem) => problem.field) } },
  );
}

/** @throws EngineError `invalid_structure` if the text is no JSON */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineError('invalid_structure', `${where} is not valid JSON.`, { cause });
  }
}

function valueAt(input: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    input,
  );
}
