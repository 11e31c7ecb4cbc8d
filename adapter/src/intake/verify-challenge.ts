import { type CaptureManifest, isVideoAction } from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';
import type { Session } from '../model/session.ts';
import { SESSION_TIME_SLACK_MS, TIME_SLACK_MS } from './intake.data.ts';

/** The manifest is of this session and answers its challenge. */
export function verifyChallenge(manifest: CaptureManifest, session: Session): void {
  if (manifest.event_session_id !== session.id || manifest.nonce !== session.nonce)
    throw new AdapterError(
      'container_nonce_invalid',
      "The manifest's session or nonce is not this session's; start a new session.",
    );
  if (manifest.origin !== session.origin)
    throw new AdapterError(
      'container_nonce_invalid',
      "The manifest's origin is not the one that opened the session.",
      { context: { expected: session.origin } },
    );
  const asked = session.actions;
  const videos = manifest.actions.map(({ action }) => action);
  const photos = manifest.photos.map(({ action }) => action);
  if (
    !sameList(
      videos,
      asked.filter((action) => isVideoAction(action)),
    ) ||
    !sameList(
      photos,
      asked.filter((action) => !isVideoAction(action)),
    )
  )
    throw new AdapterError(
      'container_actions_mismatch',
      'The captured actions are not those of the challenge, in its order.',
      { context: { asked, captured: [...videos, ...photos] } },
    );
}

/** Times rise within an action and from action to action, and fit the time the session has existed. */
export function verifyTimes(manifest: CaptureManifest, sessionAgeMs: number): void {
  let previousEnd = 0;
  for (const [index, entry] of manifest.actions.entries()) {
    const at = `actions.${index}`;
    if (entry.started_ms + TIME_SLACK_MS < previousEnd)
      throw timesInvalid(`${at} starts before the one before it ends`);
    if (entry.ended_ms < entry.started_ms) throw timesInvalid(`${at} ends before it starts`);
    let previous = entry.started_ms - TIME_SLACK_MS;
    for (const [frameIndex, frame] of entry.frames.entries()) {
      if (frame.time_ms <= previous) throw timesInvalid(`${at}.frames.${frameIndex}.time_ms does not rise`);
      previous = frame.time_ms;
    }
    if (previous > entry.ended_ms + TIME_SLACK_MS) throw timesInvalid(`${at} has a frame after its end`);
    previousEnd = entry.ended_ms;
  }
  const first = manifest.actions[0]?.started_ms ?? 0;
  // Gestures can only be made once the challenge is known, so the capture is no longer than the session is old.
  if (previousEnd - first > sessionAgeMs + SESSION_TIME_SLACK_MS)
    throw timesInvalid('the capture claims to have taken longer than its session exists');
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

function timesInvalid(what: string): AdapterError {
  return new AdapterError('container_times_invalid', `Frame times are not possible: ${what}.`, {
    context: { reason: what },
  });
}
