import type { FieldName, ParseResult } from 'mrz';
import { MRZ_FIELDS, VISUAL_LABELS } from './text-fields.data.ts';

/** A field of a document as the API names it: what stands on it in print and in the machine-readable zone. */
export interface TextField {
  readonly field_name: string;
  readonly visual: string | null;
  readonly mrz: string | null;
}

/** The fields that the zone or a labelled line of the text holds. */
export function textFields(text: readonly string[], mrz: ParseResult | undefined): TextField[] {
  return MRZ_FIELDS.flatMap(({ name, mrz: field }): TextField[] => {
    const visual = labelled(text, name) ?? null;
    const coded = mrzValue(mrz, field);
    return visual === null && coded === null ? [] : [{ field_name: name, visual, mrz: coded }];
  });
}

function mrzValue(mrz: ParseResult | undefined, field: FieldName): string | null {
  const value = field === 'documentNumber' ? mrz?.documentNumber : mrz?.fields[field];
  return value === undefined || value === '' ? null : value;
}

/** The rest of the first line that begins with one of the field's labels. */
function labelled(text: readonly string[], name: string): string | undefined {
  const labels = VISUAL_LABELS[name];
  if (labels === undefined) return undefined;
  const pattern = new RegExp(`^(?:${labels.join('|')})\\b[\\s.:/]*(.+)$`, 'i');
  for (const line of text) {
    const value = pattern.exec(line)?.[1]?.trim();
    if (value) return value;
  }
  return undefined;
}
