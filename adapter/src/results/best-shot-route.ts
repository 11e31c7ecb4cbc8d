import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LIMITS, type ResultMode } from '@presence/protocol';
import type { RequestHandler } from 'express';
import * as z from 'zod';
import { AdapterError } from '../model/adapter-error.ts';
import { sessionOf } from '../model/request-session.ts';
import type { Session } from '../model/session.ts';

/** Fetches a file the backend linked to in this session's analyses. */
export type OpenBackendFile = (session: Session, link: string, signal: AbortSignal) => Promise<Response>;

const IMAGE_TYPE = /^image\/(jpeg|png)\b/;

/** Where the Oz API puts the best shot of a quality analysis. */
const qualitySchema = z.looseObject({
  results_media: z.array(
    z.looseObject({ output_images: z.array(z.looseObject({ original_url: z.string() })).nullish() }),
  ),
});

/**
 * `GET /best-shot.php`: the best shot of the session, fetched from the backend by the adapter because the page must
 * not contact the backend. Only in the result modes that show the page more than a status.
 */
export function bestShotRoute(resultMode: ResultMode, open: OpenBackendFile): RequestHandler {
  return async (_request, response) => {
    const session = sessionOf(response);
    const link = resultMode === 'full' || resultMode === 'folder' ? bestShotLink(session) : undefined;
    if (link === undefined)
      throw new AdapterError(
        'not_found',
        'There is no best shot: it needs result_mode full or folder, extract_best_shot and a finished quality analysis.',
      );
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const image = await open(session, link, gone.signal);
    const type = IMAGE_TYPE.exec(image.headers.get('content-type') ?? '')?.[0];
    if (type === undefined || image.body === null) {
      await image.body?.cancel();
      throw new AdapterError('backend_answer_invalid', 'The analysis backend sent no image as best shot.');
    }
    response.setHeader('Content-Type', type);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    // Node's own web stream; the fetch type of the same name differs in its iterator only.
    const body = Readable.fromWeb(image.body as Parameters<typeof Readable.fromWeb>[0]);
    await pipeline(body, atMost(LIMITS.maxFileBytes), response);
  };
}

/** The first output image of the quality analysis, if there is one. */
function bestShotLink(session: Session): string | undefined {
  if (session.state.kind !== 'finished') return undefined;
  const quality = session.state.analyses.find(({ name }) => name === 'quality');
  const parsed = qualitySchema.safeParse(quality?.raw);
  if (!parsed.success) return undefined;
  return parsed.data.results_media.flatMap(({ output_images }) => output_images ?? [])[0]?.original_url;
}

function atMost(maxBytes: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed > maxBytes)
        done(new AdapterError('backend_answer_invalid', 'The best shot is larger than any image may be.'));
      else done(null, chunk);
    },
  });
}
