import { isVideoAction } from '@presence/protocol';
import type { Attempt, Challenged } from './attempt.ts';
import { captureVideos } from './capture-videos.ts';
import { type ActionGroup, groupActions } from './group-actions.ts';
import type { KeptPicture } from './kept-picture.ts';
import { takePhoto } from './take-photo.ts';

/** Every action of the challenge in its order. Resolves when all are kept and the page has been told of each. */
export async function captureActions(
  attempt: Attempt,
  challenged: Challenged,
  picture: KeptPicture,
): Promise<void> {
  const { actions } = challenged.init.challenge;
  const count = actions.filter(isVideoAction).length;
  const reports: Promise<void>[] = [];
  for (const group of groupActions(actions)) {
    await picture.use(group.kind === 'photo' ? group.subject : 'face');
    if (group.kind === 'photo') await capturePhoto(attempt, challenged, group);
    else await captureVideos(attempt, challenged, { group, count, picture, reports });
  }
  await Promise.all(reports);
}

async function capturePhoto(
  { context, config, signal }: Attempt,
  { container }: Challenged,
  { action }: Extract<ActionGroup, { kind: 'photo' }>,
): Promise<void> {
  const upload = config.photo_source.includes('upload');
  const bitmap = await takePhoto({
    view: context.view,
    events: context.events,
    action,
    capture: config.photo_source.includes('capture') || !upload,
    upload,
    signal,
  });
  await container.addPhoto(action, bitmap);
}
