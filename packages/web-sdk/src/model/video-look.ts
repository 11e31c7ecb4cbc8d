/** How the camera's picture is shown. */
export interface VideoLook {
  /** Show the picture as in a mirror. False for the rear camera and in operator mode on desktops. */
  readonly mirrored: boolean;
  /** Outline for the face. */
  readonly oval: boolean;
  /** Pixel size of the picture, so that the window can keep its shape before the first frame. */
  readonly width: number;
  readonly height: number;
}
