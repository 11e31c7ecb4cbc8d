import {
  type CaptureAction,
  isPhotoAction,
  isVideoAction,
  type PhotoAction,
  type VideoAction,
} from '@presence/protocol';

/** A stretch of the challenge that is captured in one go. */
export type ActionGroup =
  /** `offset`: how many video actions come before these. */
  | { readonly kind: 'videos'; readonly actions: readonly VideoAction[]; readonly offset: number }
  | { readonly kind: 'photo'; readonly action: PhotoAction; readonly subject: 'face' | 'document' };

/** The challenge in its order, neighbouring video actions together so that the person is framed once for all of them. */
export function groupActions(actions: readonly CaptureAction[]): readonly ActionGroup[] {
  const groups: ActionGroup[] = [];
  let videos: VideoAction[] = [];
  let seen = 0;
  const flush = () => {
    if (videos.length > 0) groups.push({ kind: 'videos', actions: videos, offset: seen });
    seen += videos.length;
    videos = [];
  };
  for (const action of actions) {
    if (isVideoAction(action)) videos.push(action);
    else if (isPhotoAction(action)) {
      flush();
      groups.push({ kind: 'photo', action, subject: action === 'photo_selfie' ? 'face' : 'document' });
    }
  }
  flush();
  return groups;
}
