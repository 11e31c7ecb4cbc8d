/** Languages written from right to left (ISO 639-1); none is built in, a page can add one. */
export const RTL_LANGUAGES: readonly string[] = [
  'ar',
  'dv',
  'fa',
  'he',
  'ks',
  'ku',
  'ps',
  'sd',
  'ug',
  'ur',
  'yi',
];

/** Ids whose language tag differs from the id. */
export const TAGS: Readonly<Record<string, string>> = { 'pt-br': 'pt-BR', kz: 'kk' };
