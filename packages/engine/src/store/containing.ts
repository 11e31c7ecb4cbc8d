/** Pattern of `like` for a lower-cased column that holds this text, whose own wildcards stand for nothing. */
export function containing(text: string): string {
  // Neither database has an escape character in common without saying so; wildcards match themselves among others.
  return `%${text.toLowerCase().replaceAll(/[%_\\]/g, '_')}%`;
}
