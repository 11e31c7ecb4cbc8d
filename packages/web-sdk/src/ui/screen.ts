import type { PhotoAction } from '@presence/protocol';
import type { CameraHelpId } from '../model/camera-help.ts';
import type { FigureMotion } from './face-figure.ts';
import type { IconId } from './icons.data.ts';
import type { Urgency } from './speech.ts';

/** Side of the person's own body a gesture goes to. */
export type Cue = 'left' | 'right' | 'up' | 'down';

export interface ScreenButton {
  readonly event: 'close' | 'retry' | 'record' | 'shutter' | 'pick' | 'use_camera' | 'use_photo' | 'retake';
  readonly label: string;
  readonly primary: boolean;
}

/** One screen of the window in plain facts: what `screenOf` decides and the DOM shows. */
export interface Screen {
  /** `stage`: the camera's picture. `message`: an icon and words. */
  readonly layout: 'stage' | 'message';
  readonly title: string;
  readonly text: string;
  readonly tone: 'plain' | 'active' | 'good' | 'bad';
  /** Moves while the person is asked to move. */
  readonly figure: FigureMotion;
  readonly icon: IconId;
  readonly cue: Cue | null;
  /** Ring around the oval, or the dial around the icon: 0 to 1, 'busy', or not shown. */
  readonly ring: number | 'busy' | null;
  /** 1-based; null when there is only one step or none. */
  readonly step: { readonly current: number; readonly total: number; readonly label: string } | null;
  readonly recording: boolean;
  readonly frame: 'face' | 'document';
  /** The document the frame is for. */
  readonly document: PhotoAction | null;
  /** A picture shown instead of the live one, with its name for screen readers. */
  readonly still: { readonly picture: ImageBitmap; readonly label: string } | null;
  readonly buttons: readonly ScreenButton[];
  /** How to allow the camera, with a picture of where the browser keeps that. */
  readonly help: { readonly id: CameraHelpId; readonly text: string } | null;
  /** How the screen stands among others waiting to be spoken. */
  readonly urgency: Urgency;
  /** Whether the session's reference stands below, for the site's support. */
  readonly reference: boolean;
  /** Whether the session's remaining time matters to the person now. */
  readonly timed: boolean;
}
