import type { AnalysisOutcome, MediaOutcome } from '../model/analysis.ts';
import type { EngineError } from '../model/engine-error.ts';

/** What was read on one side of a document. */
export type ReadDocument =
  | {
      readonly kind: 'read';
      readonly mediaId: string;
      readonly fields: readonly DocumentField[];
      /** Whether the check digits of the machine-readable zone hold; undefined where there is no zone. */
      readonly mrz:
        | { readonly format: string; readonly valid: boolean; readonly wrong: readonly string[] }
        | undefined;
    }
  | { readonly kind: 'unreadable'; readonly mediaId: string; readonly error: EngineError };

export interface DocumentField {
  readonly field_name: string;
  readonly visual: string | null;
  readonly mrz: string | null;
}

/** Declines a document without a single field, and one whose check digits are wrong; fails on media it cannot read. */
export function decideDocuments(documents: readonly ReadDocument[]): AnalysisOutcome {
  const fields = mergedFields(documents);
  const resultsMedia = documents.map((document) => outcomeOf(document, fields.length === 0));
  const errors = documents.flatMap((one) => (one.kind === 'unreadable' ? [one.error.message] : []));
  if (errors.length > 0 || documents.length === 0) {
    const errorMessage =
      errors.join(' ') ||
      'There is no picture of a document; its media needs the tag photo_id_front or _back.';
    return { resolution: 'FAILED', resultsData: null, resultsMedia, errorMessage };
  }
  const declined = resultsMedia.some(({ resolution }) => resolution === 'DECLINED');
  return {
    resolution: declined ? 'DECLINED' : 'SUCCESS',
    resultsData: { text_fields: fields },
    resultsMedia,
  };
}

/** Both sides of a card together: the first that has a value gives it. */
function mergedFields(documents: readonly ReadDocument[]): DocumentField[] {
  const all = documents.flatMap((one) => (one.kind === 'read' ? one.fields : []));
  const names = [...new Set(all.map(({ field_name }) => field_name))];
  return names.map((name) => {
    const same = all.filter(({ field_name }) => field_name === name);
    const first = (key: 'visual' | 'mrz') => same.find((field) => field[key] !== null)?.[key] ?? null;
    return { field_name: name, visual: first('visual'), mrz: first('mrz') };
  });
}

function outcomeOf(document: ReadDocument, nothingRead: boolean): MediaOutcome {
  const { mediaId } = document;
  if (document.kind === 'unreadable')
    return { mediaId, resolution: 'FAILED', resultsData: { error: document.error.message } };
  const { fields, mrz } = document;
  const reasons = [];
  if (nothingRead)
    reasons.push({
      code: 'text_not_found',
      message:
        'No field and no machine-readable zone could be read; take the picture nearer and without glare.',
    });
  if (mrz !== undefined && !mrz.valid)
    reasons.push({
      code: 'mrz_check_failed',
      message: `The machine-readable zone is not valid (${mrz.wrong.join(', ')}); take the picture again.`,
    });
  return {
    mediaId,
    resolution: reasons.length > 0 ? 'DECLINED' : 'SUCCESS',
    resultsData: {
      text_fields: fields,
      ...(mrz === undefined ? {} : { mrz: { format: mrz.format, valid: mrz.valid } }),
      reasons,
    },
  };
}
