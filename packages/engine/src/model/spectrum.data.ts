/** Side of the tiles whose spectrum is taken, pixels: half the least face the guidance lets through. */
export const SPECTRUM_SIDE = 128;
