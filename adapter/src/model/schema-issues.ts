import type * as z from 'zod';

/** A body can be wrong in more places than anybody reads, and an answer must not be longer than what it answers. */
const MAX_SHOWN = 10;

/** Where a value breaks its schema, for the context of an error: the first places, as dotted paths. */
export function schemaIssues({
  issues,
}: Pick<z.core.$ZodError, 'issues'>): { readonly path: string; readonly message: string }[] {
  return issues.slice(0, MAX_SHOWN).map(({ path, message }) => ({ path: path.join('.'), message }));
}
