/**
 * What the spoof model looks at. It was trained on the face with its surroundings, where a screen's edge or a sheet of
 * paper shows; one view alone misses attacks whose edges lie just outside it.
 * Origin: models.md 3c (2.7) and measurements on 24 attack and 30 live clips: the prints of one face score 0.98 to 1.00
 * live at 2.7 and 0.00 to 0.15 at 3.3 and 4.0. Date: 2026-11-22.
 */
export const SPOOF_VIEWS = {
  /** Side of the view over the side of the face's square; all are cut to what the frame holds. */
  scales: [2.7, 3.3, 4],
  /**
   * Stands beside the one view that is left when the face fills the frame and all the wide ones are cut to the same
   * square, which then shows no surroundings: a live clip of such a face read 0.37 to 0.76 there and 0.92 and more
   * here. Prints with their edges in view: 0.00 to 0.31 and 0.96 to 1.00, 0.51 in the mean but for one of 0.64.
   */
  narrow: 1.5,
  /** Side of the model's input, pixels. */
  inputSize: 128,
  /**
   * Share of each pixel of the input given to its neighbours on either side (the binomial 1, 2, 1): noise of a weak sensor
   * reads as a print otherwise. Live clips refused with noise of 14 grey levels: 4 of 16 without, 2 with it; dim ones with
   * noise of 9: 7 and 2.
   */
  smoothing: 0.25,
  /** Live, print, replay; which of the two attacks is not used. */
  classes: 3,
} as const;

/**
 * The spoof model takes blue light for a sign of print. From which colour of the face on the light is to blame, and what
 * skin is taken for then. Colours are means over the middle of the face.
 * Origin: skin is redder than blue whoever's it is, ten live faces 1.27 to 2.85; prints and screens at hand 1.13 and more, so
 * that what gives them away is left alone. Live clips refused in a bluish light: 5 of 16 without, 2 with it and the smoothing.
 * Date: 2026-11-22.
 */
export const BLUE_LIGHT = {
  /** Red over blue. */
  redOverBlue: 1.1,
  /** Red, green and blue over the brightness (0.299, 0.587, 0.114), about the middle of the live faces. */
  skin: [1.22, 0.94, 0.8],
} as const;

/**
 * The face's square as BlazeFace draws it, from the box of the mesh, which is steadier and there on every frame.
 * Origin: least squares over 11 clips, deviation 0.02. Date: 2026-11-22.
 */
export const FACE_SQUARE = {
  /** Side over the diagonal of the mesh's box. */
  side: 0.71,
  /** How far its middle lies below the middle of the mesh's box, over its side. */
  lower: 0.06,
} as const;
