import type { VideoAction } from '@presence/protocol';
import type { CaptureView, CreateCaptureView, ViewState } from '../model/capture-view.ts';
import type { InterruptionReason } from '../model/interruption.ts';
import type { Language } from '../model/language.ts';
import { actionIn, screenOf } from './screen-of.ts';

import { createWindowParts, drawScreen } from './window-parts.ts';

/** The capture window: shows the states the session sends and tells it what the person does. */
export const createCaptureView: CreateCaptureView = (options): CaptureView => {
  let language: Language = options.language;
  let state: ViewState = { kind: 'loading' };
  let interruption: InterruptionReason | null = null;
  let lastAction: VideoAction | null = null;
  let mirrored = true;
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
