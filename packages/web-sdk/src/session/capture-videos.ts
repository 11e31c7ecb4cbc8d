import type { VideoAction } from '@presence/protocol';
import { faceGuidance } from '../guidance/face-guidance.ts';
import { manualGuidance } from '../guidance/manual-guidance.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import type { TimeLimits } from '../model/guidance-machine.ts';
import { additionalInfo } from './additional-info.ts';
import { type Attempt, type Challenged, type CurrentPicture, trackerEntry } from './attempt.ts';
import { captureReport, virtualCameraReport } from './capture-reports.ts';
import type { ActionGroup } from './group-actions.ts';
import { type GuideOptions, guideActions, type RunningGuidance } from './guide-actions.ts';

export interface VideoStretch {
  readonly group: Extract<ActionGroup, { kind: 'videos' }>;
  /** Video actions of the whole challenge. */
  readonly count: number;
  readonly picture: CurrentPicture;
  /** Calls of `on_capture_complete` under way. */
  readonly reports: Promise<void>[];
}

/** Leads the person through one stretch of gestures; starts over by hand if the last detector breaks down on the way. */
export async function captureVideos(
  attempt: Attempt,
  challenged: Challenged,
  stretch: VideoStretch,
): Promise<void> {
  const { frames } = attempt;
  const options = (kind: 'guiding' | 'manual') => guideOptions(kind, attempt, challenged, stretch);
  const first = await frames.ready;
  const guided =
    first !== 'manual' &&
    (await run(attempt, guideActions({ ...options('guiding'), machine: faceGuidance })));
  if (!guided) await run(attempt, guideActions({ ...options('manual'), machine: manualGuidance }));
}

/** @returns whether it came to its end; false when the tracker fell back to manual capture meanwhile. */
async function run({ frames, context }: Attempt, guidance: RunningGuidance): Promise<boolean> {
  frames.receive(guidance.frame);
  const stop = context.events.listen((event) => {
    if (event.kind === 'record') guidance.recordPressed();
  });
  try {
    return await Promise.race([
      guidance.done.then(() => true),
      ...(frames.tracker.kind === 'manual' ? [] : [frames.manual.then(() => false)]),
    ]);
  } finally {
    stop();
    guidance.stop();
    frames.receive(undefined);
  }
}

function guideOptions(
  kind: 'guiding' | 'manual',
  attempt: Attempt,
  challenged: Challenged,
  stretch: VideoStretch,
): Omit<GuideOptions<never>, 'machine'> {
  const { context, plan, fail, signal } = attempt;
  const { container } = challenged;
  const { group, count } = stretch;
  return {
    actions: group.actions,
    oval: plan.oval,
    timeLimits: timeLimits(context.options.time_limits),
    signal,
    now: () => performance.now() - context.zeroMs,
    beginClip: (index, action) => container.beginAction(group.offset + index, action),
    keep: container.addFrame,
    endClip: (index, action, outcome) => {
      const reported = endClip(attempt, challenged, stretch, {
        index: group.offset + index,
        action,
        outcome,
      });
      reported.catch(fail);
      stretch.reports.push(reported);
    },
    onView: (view) => {
      const index = group.offset + view.index;
      if (kind === 'guiding') context.view.show({ kind, ready: true, ...view, index, count });
      else if (view.action !== null) {
        const { action, recording, progress } = view;
        context.view.show({ kind, action, index, count, recording, progress: recording ? progress : 0 });
      }
    },
  };
}

function timeLimits(wanted: OpenOptions['time_limits']): TimeLimits {
  return {
    ...(wanted?.face_ms === undefined ? {} : { faceMs: wanted.face_ms }),
    ...(wanted?.gesture_ms === undefined ? {} : { gestureMs: wanted.gesture_ms }),
  };
}

interface FinishedClip {
  readonly index: number;
  readonly action: VideoAction;
  readonly outcome: 'performed' | 'manual';
}

/** Closes the clip and tells the page, if it asked: frames, or less when a virtual camera is suspected. */
async function endClip(
  { context, config, frames }: Attempt,
  { container, init }: Challenged,
  { picture }: VideoStretch,
  { index, action, outcome }: FinishedClip,
): Promise<void> {
  const { entry } = picture.live.camera;
  // With a container in capture mode the page gets one Blob at the end instead.
  const asBlob = config.use_wasm_container && config.architecture === 'capture';
  const wanted = context.callbacks.wantsCaptures && !asBlob;
  const withImages = wanted && !entry.virtual_camera.suspected;
  const { frames: kept, images } = await container.endAction(index, outcome, withImages);
  context.telemetry.note('action.captured', { action, outcome, frames: kept });
  if (!wanted) return;
  const info = additionalInfo(entry, trackerEntry(frames));
  context.callbacks.captureComplete(
    images === null
      ? virtualCameraReport(action, info, init.event_session_id)
      : captureReport(action, images, info, init.event_session_id),
  );
}
