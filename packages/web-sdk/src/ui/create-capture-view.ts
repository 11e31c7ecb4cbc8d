import type { VideoAction } from '@presence/protocol';
import type { CaptureView, CreateCaptureView, ViewState } from '../model/capture-view.ts';
import type { InterruptionReason } from '../model/interruption.ts';
import type { Language } from '../model/language.ts';
import { actionIn, screenOf } from './screen-of.ts';

import { createWindowParts, drawScreen } from './window-parts.ts';

/** The picture is live, nothing is asked for yet. */
const READYING: ViewState = {
  kind: 'guiding',
  ready: false,
  action: null,
  index: 0,
  count: 0,
  hint: null,
  progress: 0,
  recording: false,
};

/** The capture window: shows the states the session sends and tells it what the person does. */
export const createCaptureView: CreateCaptureView = (options): CaptureView => {
  let language: Language = options.language;
  // A picture the person sees already is not covered with words again while the session gets ready.
  let early = options.shell?.live === true;
  let state: ViewState = early ? READYING : { kind: 'loading' };
  let interruption: InterruptionReason | null = null;
  let lastAction: VideoAction | null = null;
  let mirrored = options.shell === undefined || options.shell.stage.dataset.mirrored === 'true';
  let eventSessionId = '';

  const parts = createWindowParts(options);
  const { frame, stage, message, controls, cameras, announcer, timeBar, clock } = parts;
  const speakLanguage = (): void => {
    frame.dialog.lang = language.tag;
    frame.dialog.dir = language.direction;
    frame.dialog.setAttribute('aria-label', language.text('ui.dialog_label'));
    for (const part of [controls, cameras, message]) part.setLanguage(language);
  };
  const draw = (): void => {
    const shown: ViewState = interruption === null ? state : { kind: 'interrupted', reason: interruption };
    const screen = screenOf(shown, language, lastAction);
    frame.dialog.dataset.state = shown.kind;
    drawScreen(parts, { screen, language, mirrored, eventSessionId });
  };
  const rest = (): void => {
    timeBar.close();
    clock.close();
  };
  speakLanguage();
  draw();

  return {
    video: stage.video,
    maskSurface: stage.maskSurface,
    play: frame.play,
    setVideoLook(look) {
      mirrored = look.mirrored;
      stage.look(look);
      draw();
    },
    show(next) {
      early &&= next.kind === 'loading' || (next.kind === 'camera' && !next.slow);
      state = early ? READYING : next;
      lastAction = actionIn(next) ?? lastAction;
      draw();
    },
    interrupt(reason) {
      if (reason === interruption) return;
      interruption = reason;
      draw();
    },
    setCameras: cameras.setCameras,
    setSession(session) {
      eventSessionId = session?.eventSessionId ?? '';
      timeBar.setSession(session);
    },
    setLanguage(next) {
      language = next;
      speakLanguage();
      draw();
    },
    hide() {
      rest();
      frame.hide();
    },
    close() {
      rest();
      announcer.close();
      frame.close();
    },
  };
};
