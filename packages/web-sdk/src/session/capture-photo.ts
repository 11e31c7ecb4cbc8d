import { type DocumentLook, pictureTrouble } from '@presence/face-geometry';
import type { PhotoAction } from '@presence/protocol';
import { documentEye } from '../frames/document-eye.ts';
import type { DocumentStart } from '../guidance/document-guidance.ts';
import type { Attempt, Challenged } from './attempt.ts';
import { photoImages, reportCapture, wantedReport } from './capture-reports.ts';
import type { ActionGroup } from './group-actions.ts';
import type { KeptPicture } from './kept-picture.ts';
import { shootDocument } from './shoot-document.ts';
import { shootSelfie } from './shoot-selfie.ts';
import { type PhotoScene, takePhoto } from './take-photo.ts';
import { timeLimits } from './time-limits.ts';

export interface PhotoStretch {
  readonly group: Extract<ActionGroup, { kind: 'photo' }>;
  /** Actions of the whole challenge. */
  readonly count: number;
  readonly picture: KeptPicture;
  /** The side of the document that was photographed just before, so that it is not taken twice. */
  readonly seen: DocumentLook | undefined;
}

/** Takes one photo into the container and tells the page, if it asked. @returns what the camera saw of a document. */
export async function capturePhoto(
  attempt: Attempt,
  challenged: Challenged,
  stretch: PhotoStretch,
): Promise<DocumentLook | undefined> {
  const { context } = attempt;
  const { action } = stretch.group;
  const seen = { look: stretch.seen };
  const { bitmap, source, warning } = await takePhoto(photoScene(attempt, stretch, seen));
  context.telemetry.note('photo.taken', { action, source, warning: warning ?? '' });
  const camera = source === 'capture' ? stretch.picture.entry : null;
  const { wanted, withImages } = wantedReport(attempt, camera);
  const image = await challenged.container.addPhoto({ action, source, bitmap, image: withImages });
  if (wanted) {
    const images = image === null ? null : photoImages(image);
    await reportCapture(attempt, challenged, camera, { action, images });
  }
  return source === 'capture' ? seen.look : undefined;
}

function photoScene(
  attempt: Attempt,
  { group, count, picture, seen }: PhotoStretch,
  last: { look: DocumentLook | undefined },
): PhotoScene {
  const { context, config, plan, signal } = attempt;
  const { view, events } = context;
  const { action, subject, first } = group;
  const now = () => performance.now() - context.zeroMs;
  const file = config.photo_source.includes('upload');
  return {
    view,
    events,
    action,
    camera: config.photo_source.includes('capture') || !file,
    file,
    index: first,
    count,
    signal,
    openCamera: () => picture.use(subject),
    closeCamera: () => picture.rest(),
    shoot: ({ again, signal: over, show }) =>
      undisturbed(picture, over, async (calm) => {
        const common = { video: view.video, events, signal: calm, now };
        if (subject === 'face') {
          const { frames } = attempt;
          const limits = timeLimits(context.options.time_limits);
          return shootSelfie({ ...common, frames, oval: plan.oval, timeLimits: limits, show });
        }
        const { bitmap, look } = await shootDocument({
          ...common,
          action,
          start: documentStart(action, again ? last.look : seen, again),
          show: (hint, progress) => show({ shutter: true, hint, progress }),
        });
        last.look = look;
        return bitmap;
      }),
    judge: (bitmap) => (subject === 'face' ? null : (pictureTrouble(documentEye().still(bitmap)) ?? null)),
  };
}

/** Runs the work on a picture that nothing disturbs; starts it over after every interruption. */
async function undisturbed<T>(
  picture: KeptPicture,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (;;) {
    await picture.steady();
    signal.throwIfAborted();
    const calm = new AbortController();
    const onAbort = () => calm.abort(signal.reason);
    signal.addEventListener('abort', onAbort);
    const interrupted = picture.interrupted().then(() => undefined);
    try {
      const done = work(calm.signal).then((result) => ({ result }));
      const ending = await Promise.race([done, interrupted]);
      if (ending !== undefined) return ending.result;
    } finally {
      signal.removeEventListener('abort', onAbort);
      calm.abort();
    }
  }
}

function documentStart(action: PhotoAction, seen: DocumentLook | undefined, again: boolean): DocumentStart {
  if (again) return { hint: 'document_ready', seen };
  const otherSide = seen !== undefined && action === 'photo_id_back';
  return { hint: otherSide ? 'document_turn' : 'document_fit', seen };
}
