import type { AnalysisMedia } from '../model/analysis.ts';
import type { NewPersonImage, PersonRecord } from '../model/collections.ts';
import { EngineError } from '../model/engine-error.ts';
import type { FaceTemplate } from '../model/face-template.ts';
import type { NewMedia } from '../model/store.ts';
import type { ApiContext } from './api-context.ts';
import { parseFolderPayload } from './folder-payload.ts';
import { newMedia } from './new-media.ts';
import { notFound } from './owned.ts';
import type { ReceivedFile, ReceivedForm } from './receive-form.ts';

export type EnrolContext = Pick<ApiContext, 'store' | 'blobs' | 'frames' | 'queue' | 'analyser' | 'now'>;

export interface EnrolInput {
  readonly form: ReceivedForm;
  /** To whom the pictures belong; `person:meta_data` of a new person comes on top. */
  readonly person: PersonRecord;
  readonly signal: AbortSignal;
}

/**
 * Describes the face on every file of a form and keeps it: all of them or none.
 *
 * @param keep writes person and pictures; false if what they belong to is gone.
 * @throws EngineError `invalid_structure` without a file, `invalid_value` for a picture without a face
 */
export async function enrolImages(
  context: EnrolContext,
  { form, person, signal }: EnrolInput,
  keep: (person: PersonRecord, images: readonly NewPersonImage[]) => Promise<boolean>,
): Promise<{ readonly person: PersonRecord; readonly images: readonly NewPersonImage[] }> {
  const { blobs } = context;
  if (form.files.length === 0)
    throw new EngineError('invalid_structure', 'The form holds no picture. Send at least one.');
  const payload = parseFolderPayload(
    form.payload,
    form.files.map(({ fieldName }) => fieldName),
  );
  const { collectionId } = person;
  const options = {
    folderId: collectionId,
    payload,
    frames: context.frames,
    now: context.now(),
    videos: false,
  };
  const media = await newMedia(form.files, options);
  const pairs = form.files.flatMap((file, index) => {
    const medium = media[index];
    return medium === undefined ? [] : [{ file, medium }];
  });
  const images: NewPersonImage[] = [];
  for (const { file, medium } of pairs)
    images.push(imageOf(medium, person, await describeFace(context, file, medium, signal)));
  const whole = { ...person, metaData: { ...person.metaData, ...payload['person:meta_data'] } };
  try {
    for (const { file, medium } of pairs) await blobs.commit(file.staged, collectionId, medium.staticName);
    if (!(await keep(whole, images))) throw notFound('person or collection', person.personId);
  } catch (error) {
    for (const { medium } of pairs) await blobs.remove(collectionId, medium.staticName);
    throw error;
  }
  return { person: whole, images };
}

async function describeFace(
  { analyser, queue }: EnrolContext,
  { fieldName, staged }: ReceivedFile,
  medium: NewMedia,
  signal: AbortSignal,
): Promise<FaceTemplate> {
  const { mediaId, kind, tags, sha256, metaData } = medium;
  const media: AnalysisMedia = {
    mediaId,
    kind,
    tags,
    path: staged.path,
    sha256,
    seenBefore: false,
    metaData,
  };
  const found = await queue.runNow((stop) => analyser.enrol(media, stop), signal);
  if (found.kind === 'face') return found.template;
  throw new EngineError('invalid_value', `File part "${fieldName}" cannot be enrolled: ${found.message}`);
}

function imageOf(medium: NewMedia, { personId }: PersonRecord, template: FaceTemplate): NewPersonImage {
  return {
    personImageId: medium.mediaId,
    personId,
    collectionId: medium.folderId,
    originalName: medium.originalName,
    staticName: medium.staticName,
    tags: medium.tags,
    timeCreated: medium.timeCreated,
    template,
  };
}
