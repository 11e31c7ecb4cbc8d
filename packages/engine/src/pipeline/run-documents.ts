import { decideDocuments, type ReadDocument } from '../decide/decide-documents.ts';
import { findMrz } from '../documents/find-mrz.ts';
import { textFields } from '../documents/text-fields.ts';
import {
  type AnalysisMedia,
  type AnalysisOutcome,
  type AnalysisRequest,
  DOCUMENT_PARTS,
  type DocumentPart,
} from '../model/analysis.ts';
import { openMedia } from '../unpack/open-media.ts';
import { faultOf } from './fault-of.ts';
import type { AnalysisTools } from './run-analysis.ts';

/**
 * The text of identity documents from files to verdict: recognised, its machine-readable zone found and checked.
 *
 * @throws as runAnalysis does.
 */
export async function runDocuments(
  { media, params }: AnalysisRequest,
  tools: AnalysisTools,
  signal: AbortSignal,
): Promise<AnalysisOutcome> {
  const documents: ReadDocument[] = [];
  const parts = params.documentParts ?? DOCUMENT_PARTS;
  for (const one of media.filter(isDocument)) documents.push(await readDocument(one, parts, tools, signal));
  return decideDocuments(documents);
}

/** Source: Oz page "Rules of assigning analyses", which names the front; the zone of most cards is on the back. */
function isDocument({ kind, tags }: AnalysisMedia): boolean {
  return kind === 'image' && (tags.includes('photo_id_front') || tags.includes('photo_id_back'));
}

async function readDocument(
  media: AnalysisMedia,
  parts: readonly DocumentPart[],
  { reader, videoTools, log }: AnalysisTools,
  signal: AbortSignal,
): Promise<ReadDocument> {
  const { mediaId } = media;
  try {
    const source = await openMedia(media, signal, videoTools);
    try {
      const [page] = source.frames;
      const bytes = page === undefined ? new Uint8Array() : (await source.read(page, signal)).bytes;
      const text = await reader.read(bytes, `Media ${mediaId}`, signal);
      const mrz = parts.includes('MRZ') ? findMrz(text) : undefined;
      const wrong = mrz?.details.filter(({ valid }) => !valid).map(({ label }) => label) ?? [];
      const found = mrz && { format: mrz.format, valid: mrz.valid, wrong };
      return {
        kind: 'read',
        mediaId,
        fields: textFields(parts.includes('VISUAL') ? text : [], mrz),
        mrz: found,
      };
    } finally {
      await source.close();
    }
  } catch (error) {
    return { kind: 'unreadable', mediaId, error: faultOf(error, mediaId, { signal, log }) };
  }
}
