import type { ViewOptions } from '../model/capture-view.ts';
import type { Language } from '../model/language.ts';
import type { WindowShell } from '../model/window-shell.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import { type CameraControls, createCameraControls } from './camera-controls.ts';
import { type Controls, createControls } from './controls.ts';
import { createMessage, type Message } from './message.ts';
import { createMotionClock, type Motion, type MotionClock } from './motion-clock.ts';
import { openShell } from './open-shell.ts';
import { createPrompt, type Prompt } from './prompt.ts';
import type { Screen } from './screen.ts';
import { createStage, type Stage } from './stage.ts';
import { createStepper, type Stepper } from './stepper.ts';
import { STILL_FIGURES } from './still-figures.data.ts';
import { createTimeBar, type TimeBar } from './time-bar.ts';

/** Everything the window is made of. */
export interface WindowParts {
  readonly frame: WindowShell;
  readonly stage: Stage;
  readonly prompt: Prompt;
  readonly message: Message;
  readonly stepper: Stepper;
  readonly controls: Controls;
  readonly cameras: CameraControls;
  readonly announcer: Announcer;
  readonly timeBar: TimeBar;
  readonly clock: MotionClock;
}

/** Makes the parts and puts them into the window, in reading order: one that is open already, or a new one. */
export function createWindowParts(options: ViewOptions): WindowParts {
  const { onEvent } = options;
  const onCancel = () => onEvent({ kind: 'close' });
  const frame = options.shell ?? openShell({ ...options, onCancel });
  frame.handTo(onCancel);
  const stage = createStage(frame, { documentPattern: options.documentPattern });
  const prompt = createPrompt(frame.prompt);
  const message = createMessage();
  const stepper = createStepper();
  const controls = createControls(frame.closeButton, onEvent);
  const cameras = createCameraControls(onEvent);
  const announcer = createAnnouncer();
  const timeBar = createTimeBar((text) => announcer.say({ topic: 'time', parts: [text], urgency: 'calm' }));
  frame.top.prepend(cameras.picker, stepper.element, cameras.next);
  frame.top.append(timeBar.element);
  frame.body.append(message.element);
  frame.foot.prepend(controls.buttons, controls.chooser);
  frame.dialog.append(announcer.element);
  const clock = createMotionClock(frame.dialog);
  return { frame, stage, prompt, message, stepper, controls, cameras, announcer, timeBar, clock };
}

export interface Drawing {
  readonly screen: Screen;
  readonly language: Language;
  readonly mirrored: boolean;
  /** Empty when there is no session. */
  readonly eventSessionId: string;
}

/** Shows one screen with all parts. */
export function drawScreen(
  parts: WindowParts,
  { screen, language, mirrored, eventSessionId }: Drawing,
): void {
  const { frame, stage, prompt, message, stepper, controls, cameras, announcer, timeBar, clock } = parts;
  frame.dialog.dataset.layout = screen.layout;
  frame.dialog.dataset.help = String(screen.help !== null);
  // The picture keeps its place under a message, so that frames go on being presented.
  const onStage = screen.layout === 'stage';
  prompt.element.inert = !onStage;
  message.element.inert = onStage;
  prompt.element.setAttribute('aria-hidden', String(!onStage));
  message.element.setAttribute('aria-hidden', String(onStage));
  if (onStage) prompt.show(screen, mirrored);
  else {
    message.show(screen, {
      progress: language.text('ui.progress_label'),
      reference: language.text('ui.reference'),
      eventSessionId,
    });
  }
  stage.show(screen);
  stepper.show(screen);
  controls.show(screen);
  cameras.show(screen);
  timeBar.show(screen.timed, language);
  clock.run(motionOf(screen));
  const said = [screen.step?.label ?? '', screen.title, screen.text, screen.help?.text ?? ''];
  announcer.say({ topic: 'screen', parts: said, urgency: screen.urgency });
}

function motionOf({ layout, ring, cue, figure }: Screen): Motion {
  if (layout === 'message') return ring === 'busy' ? 'waiting' : 'none';
  const moving = cue !== null || !STILL_FIGURES.includes(figure);
  return moving ? 'figure' : ring === 'busy' ? 'waiting' : 'none';
}
