import type { VideoLook } from './video-look.ts';

/** What the person sees first of the window: its surface, the way out, and the place where the camera's picture appears. */
export interface WindowShell {
  /** The element that carries the window; in the page from the beginning. */
  readonly host: HTMLElement;
  readonly dialog: HTMLDialogElement;
  readonly top: HTMLElement;
  readonly body: HTMLElement;
  readonly foot: HTMLElement;
  readonly closeButton: HTMLButtonElement;
  /** Keeps the room of the instruction above the picture. */
  readonly prompt: HTMLElement;
  readonly stage: HTMLElement;
  /** Never moved: browsers stop a video that changes its place in the document. */
  readonly video: HTMLVideoElement;
  /** Whether the camera's picture is in it already. */
  readonly live: boolean;
  /** Leaves the picture's place empty until `look` gives it its shape: it is not to change before one's eyes. */
  awaitLook(): void;
  look(look: VideoLook): void;
  /** Puts the camera's stream into the picture. Resolves when the video plays, or cannot. */
  play(stream: MediaStream): Promise<void>;
  /** Who hears from now on that the person wants to close the window. */
  handTo(onCancel: () => void): void;
  /** Out of sight; focus goes back to where it was. */
  hide(): void;
  close(): void;
}
