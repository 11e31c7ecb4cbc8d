import {
  type CaptureAction,
  isPhotoAction,
  isVideoAction,
  type PhotoAction,
  type PhotoSource,
  type VideoAction,
} from '@presence/protocol';

/** What the camera is pointed at. A document wants another camera, and more pixels, than a face. */
export type Subject = 'face' | 'document';

/** A stretch of the challenge that is captured in one go. `first`: how many actions come before it. */
export type ActionGroup =
  | {
      readonly kind: 'videos';
      readonly actions: readonly VideoAction[];
      readonly first: number;
      /** How many video actions come before these. */
      readonly offset: number;
    }
  | {
      readonly kind: 'photo';
      readonly action: PhotoAction;
      readonly first: number;
      readonly subject: Subject;
    };

/** The challenge in its order, neighbouring video actions together so that the person is framed once for all of them. */
export function groupActions(actions: readonly CaptureAction[]): readonly ActionGroup[] {
  const groups: ActionGroup[] = [];
  let videos: VideoAction[] = [];
  let seen = 0;
  const flush = (at: number) => {
    if (videos.length > 0)
      groups.push({ kind: 'videos', actions: videos, first: at - videos.length, offset: seen });
    seen += videos.length;
    videos = [];
  };
  for (const [first, action] of actions.entries()) {
    if (isVideoAction(action)) videos.push(action);
    else if (isPhotoAction(action)) {
      flush(first);
      groups.push({ kind: 'photo', action, first, subject: subjectOf(action) });
    }
  }
  flush(actions.length);
  return groups;
}

function subjectOf(action: PhotoAction): Subject {
  return action === 'photo_selfie' ? 'face' : 'document';
}

/** Whether the camera can be opened before the challenge is known: a photo may also be a file. */
export function beginsWithVideo(actions: readonly string[] | null | undefined): boolean {
  const first = actions?.[0];
  return first === undefined || !isPhotoAction(first);
}

/** Whether faces have to be found in the camera's picture; what nobody asked for may need it. */
export function needsFaces(
  actions: readonly string[] | null | undefined,
  photoSource: readonly PhotoSource[],
): boolean {
  const asked = actions ?? [];
  const portraits = photoSource.includes('capture');
  return (
    asked.length === 0 ||
    asked.some((action) => !isPhotoAction(action) || (portraits && action === 'photo_selfie'))
  );
}
