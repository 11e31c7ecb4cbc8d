import type { VideoAction } from '@presence/protocol';
import type { CaptureView, CreateCaptureView, ViewOptions, ViewState } from '../model/capture-view.ts';
import type { InterruptionReason } from '../model/interruption.ts';
import type { Language } from '../model/language.ts';
import { createAnnouncer } from './announcer.ts';
import { createCameraControls } from './camera-controls.ts';
import { openDialog } from './capture-dialog.ts';
import { createControls } from './controls.ts';
import { html } from './element.ts';
import { createMessage } from './message.ts';
import { createPrompt } from './prompt.ts';
import { actionIn, screenOf } from './screen-of.ts';
import { createStage } from './stage.ts';
import { createStepper } from './stepper.ts';
import { styleProperties, styleText } from './style-properties.ts';

/** The capture window: shows the states the session sends and tells it what the person does. */
export const createCaptureView: CreateCaptureView = (options): CaptureView => {
  const { onEvent } = options;
  let language: Language = options.language;
  let state: ViewState = { kind: 'loading' };
  let interruption: InterruptionReason | null = null;
  let lastAction: VideoAction | null = null;
  let mirrored = true;

  const stage = createStage({ documentPattern: options.documentPattern });
  const prompt = createPrompt();
  const message = createMessage();
  const stepper = createStepper();
  const controls = createControls(onEvent);
  const cameras = createCameraControls(onEvent);
  const announcer = createAnnouncer();
  const { host, dialog, hide, close } = openDialog(
    {
      parent: options.parent,
      styleSheetUrl: options.styleSheetUrl,
      onCancel: () => onEvent({ kind: 'close' }),
    },
    [
      html('div', { class: 'top' }, [cameras.picker, stepper.element, cameras.next, controls.closeButton]),
      html('div', { class: 'body' }, [
        prompt.element,
        html('div', { class: 'frame' }, [stage.element]),
        message.element,
      ]),
      html('div', { class: 'foot' }, [controls.buttons, controls.chooser, ...footNotes(options)]),
      announcer.element,
    ],
  );
  for (const [property, value] of styleProperties(options.style)) host.style.setProperty(property, value);

  const speakLanguage = (): void => {
    dialog.lang = language.tag;
    dialog.dir = language.direction;
    dialog.setAttribute('aria-label', language.text('ui.dialog_label'));
    for (const part of [controls, cameras, message]) part.setLanguage(language);
  };
  const draw = (): void => {
    const shown: ViewState = interruption === null ? state : { kind: 'interrupted', reason: interruption };
    const screen = screenOf(shown, language, lastAction);
    dialog.dataset.layout = screen.layout;
    dialog.dataset.state = shown.kind;
    dialog.dataset.help = String(screen.help !== null);
    // The picture keeps its place under a message, so that frames go on being presented.
    const onStage = screen.layout === 'stage';
    prompt.element.inert = !onStage;
    message.element.inert = onStage;
    prompt.element.setAttribute('aria-hidden', String(!onStage));
    message.element.setAttribute('aria-hidden', String(onStage));
    if (onStage) prompt.show(screen, mirrored);
    else message.show(screen, language.text('ui.progress_label'));
    stage.show(screen);
    stepper.show(screen);
    controls.show(screen);
    cameras.show(screen);
    announcer.say(
      [screen.step?.label, screen.title, screen.text, screen.help?.text].filter(Boolean).join('. '),
    );
  };
  speakLanguage();
  draw();

  return {
    video: stage.video,
    setVideoLook(look) {
      mirrored = look.mirrored;
      stage.look(look);
      draw();
    },
    show(next) {
      state = next;
      lastAction = actionIn(next) ?? lastAction;
      draw();
    },
    interrupt(reason) {
      if (reason === interruption) return;
      interruption = reason;
      draw();
    },
    setCameras: cameras.setCameras,
    setLanguage(next) {
      language = next;
      speakLanguage();
      draw();
    },
    hide,
    close() {
      announcer.close();
      close();
    },
  };
};

/** The page's own words, if it has any, and the version. */
function footNotes({ style, version }: ViewOptions): readonly HTMLElement[] {
  const notice = html('p', { class: 'notice' }, [styleText(style, 'notice')]);
  notice.hidden = notice.textContent === '';
  return [notice, html('p', { class: 'version', 'aria-hidden': 'true' }, [version])];
}
