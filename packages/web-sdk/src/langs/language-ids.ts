/** `pt_BR` is `pt-br`. */
export function normalise(id: string): string {
  return id.trim().toLowerCase().replaceAll('_', '-');
}

export function languageOf(id: string): string {
  return id.split('-')[0] ?? id;
}

/** Of the known ids the one meant: itself, its language without the region, or another region of its language. */
export function findLanguage(known: readonly string[], wanted: string): string | undefined {
  const id = normalise(wanted);
  const language = languageOf(id);
  if (known.includes(id)) return id;
  if (known.includes(language)) return language;
  return known.find((each) => each.startsWith(`${language}-`));
}
