import type { DocumentLook } from '@presence/face-geometry';
import type { Attempt, Challenged } from './attempt.ts';
import { capturePhoto } from './capture-photo.ts';
import { captureVideos } from './capture-videos.ts';
import { groupActions, needsFaces } from './group-actions.ts';
import type { KeptPicture } from './kept-picture.ts';

/** Every action of the challenge in its order. Resolves when all are kept and the page has been told of each. */
export async function captureActions(
  attempt: Attempt,
  challenged: Challenged,
  picture: KeptPicture,
): Promise<void> {
  const { actions } = challenged.init.challenge;
  const count = actions.length;
  // Now it is certain; what the page asked for was only a guess.
  if (needsFaces(actions, attempt.config.photo_source)) attempt.frames.start();
  const reports: Promise<void>[] = [];
  let seen: DocumentLook | undefined;
  for (const group of groupActions(actions)) {
    if (group.kind === 'photo')
      seen = await capturePhoto(attempt, challenged, { group, count, picture, seen });
    else {
      await picture.use('face');
      await captureVideos(attempt, challenged, { group, count, picture, reports });
      seen = undefined;
    }
  }
  await Promise.all(reports);
}
