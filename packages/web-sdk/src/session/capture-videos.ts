import type { VideoAction } from '@presence/protocol';
import { faceGuidance } from '../guidance/face-guidance.ts';
import { manualGuidance } from '../guidance/manual-guidance.ts';
import type { Attempt, Challenged } from './attempt.ts';
import { reportCapture, wantedReport } from './capture-reports.ts';
import type { ActionGroup } from './group-actions.ts';
import { type GuideOptions, guideActions, type RunningGuidance } from './guide-actions.ts';
import type { KeptPicture } from './kept-picture.ts';
import { timeLimits } from './time-limits.ts';

export interface VideoStretch {
  readonly group: Extract<ActionGroup, { kind: 'videos' }>;
  /** Actions of the whole challenge. */
  readonly count: number;
  readonly picture: KeptPicture;
  /** Calls of `on_capture_complete` under way. */
  readonly reports: Promise<void>[];
}

/**
 * Leads the person through one stretch of gestures. After an interruption the running gesture starts over; gestures that
 * are done stay done. If the last detector breaks down on the way, the rest is recorded by hand.
 */
export async function captureVideos(
  attempt: Attempt,
  challenged: Challenged,
  stretch: VideoStretch,
): Promise<void> {
  const { group, picture } = stretch;
  let done = 0;
  // Before any tracker is ready the face guidance begins: it shows what the finder sees, and gives way if none will be.
  let manual = attempt.frames.state === 'manual';
  for (;;) {
    await picture.steady();
    const interrupted = picture.interrupted().then(() => 'interrupted' as const);
    const rest = {
      ...group,
      actions: group.actions.slice(done),
      first: group.first + done,
      offset: group.offset + done,
    };
    const onDone = () => {
      done += 1;
    };
    const options = guideOptions(manual, attempt, challenged, { ...stretch, group: rest }, onDone);
    const guidance = manual
      ? guideActions({ ...options, machine: manualGuidance })
      : guideActions({ ...options, machine: faceGuidance });
    const ending = await run(attempt, manual, guidance, interrupted);
    if (ending === 'done') return;
    if (ending === 'manual') manual = true;
  }
}

type Ending = 'done' | 'manual' | 'interrupted';

/** @returns `done` when it came to its end; `manual` when the tracker fell back to manual capture meanwhile. */
async function run(
  { frames, context }: Attempt,
  manual: boolean,
  guidance: RunningGuidance,
  interrupted: Promise<'interrupted'>,
): Promise<Ending> {
  const startedMs = performance.now() - context.zeroMs;
  frames.receive((frame) => {
    // Taken before an interruption, perhaps by another camera.
    if (frame.timeMs < startedMs) frame.picture.close();
    else guidance.frame(frame);
  }, guidance.sighting);
  // Without a tracker the signal has ended the guidance too.
  if (frames.state === 'loading') frames.ready.then(guidance.tracking, () => undefined);
  const stop = context.events.listen((event) => {
    if (event.kind === 'record') guidance.recordPressed();
  });
  try {
    return await Promise.race([
      guidance.done.then(() => 'done' as const),
      interrupted,
      ...(manual ? [] : [frames.manual.then(() => 'manual' as const)]),
    ]);
  } finally {
    stop();
    guidance.stop();
    frames.receive(undefined);
  }
}

function guideOptions(
  manual: boolean,
  attempt: Attempt,
  challenged: Challenged,
  stretch: VideoStretch,
  onDone: () => void,
): Omit<GuideOptions<never>, 'machine'> {
  const { context, plan, frames, fail, signal } = attempt;
  const { container } = challenged;
  const { group, count } = stretch;
  return {
    actions: group.actions,
    oval: plan.oval,
    timeLimits: timeLimits(context.options.time_limits),
    tracking: frames.state !== 'loading',
    signal,
    now: () => performance.now() - context.zeroMs,
    beginClip: (index, action) => container.beginAction(group.offset + index, action),
    keep: container.addFrame,
    endClip: (index, action, outcome) => {
      onDone();
      const reported = endClip(attempt, challenged, stretch, {
        index: group.offset + index,
        action,
        outcome,
      });
      reported.catch(fail);
      stretch.reports.push(reported);
    },
    onView: (view) => {
      const index = group.first + view.index;
      if (!manual) context.view.show({ kind: 'guiding', ...view, index, count });
      else if (view.action !== null) {
        const { action, recording, progress } = view;
        context.view.show({
          kind: 'manual',
          action,
          index,
          count,
          recording,
          progress: recording ? progress : 0,
        });
      }
    },
  };
}

interface FinishedClip {
  readonly index: number;
  readonly action: VideoAction;
  readonly outcome: 'performed' | 'manual';
}

/** Closes the clip and tells the page, if it asked. */
async function endClip(
  attempt: Attempt,
  challenged: Challenged,
  { picture }: VideoStretch,
  { index, action, outcome }: FinishedClip,
): Promise<void> {
  const camera = picture.entry;
  const { wanted, withImages } = wantedReport(attempt, camera);
  const { frames, images } = await challenged.container.endAction(index, outcome, withImages);
  attempt.context.telemetry.note('action.captured', { action, outcome, frames });
  if (wanted) await reportCapture(attempt, challenged, camera, { action, images });
}
