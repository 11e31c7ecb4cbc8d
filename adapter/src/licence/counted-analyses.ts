import { isVideoAction } from '@presence/protocol';
import type { Session } from '../model/session.ts';

/**
 * How many analyses a finished capture counts for, as the vendor counts them (Oz administrator guide, terms): one with
 * several media counts as several, face matching of two media as one.
 */
export function countedAnalyses({ actions, state }: Session): number {
  if (state.kind !== 'finished') return 0;
  const videos = actions.filter((action) => isVideoAction(action)).length;
  const documents = actions.filter((action) => !isVideoAction(action) && action !== 'photo_selfie').length;
  const media: Readonly<Record<string, number>> = { quality: videos, documents };
  return state.analyses.reduce((sum, { name }) => sum + (media[name] ?? 1), 0);
}
