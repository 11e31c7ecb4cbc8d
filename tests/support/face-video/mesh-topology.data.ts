/** Landmark ids of MediaPipe's 468-point face mesh. Left and right are the person's own. */

/** The face's outline, clockwise from the forehead. */
export const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

/** Upper lid, lower lid under each of its points, crease and the line above it; right eye first. */
export const EYES = [
  {
    upper: [246, 161, 160, 159, 158, 157, 173],
    lower: [7, 163, 144, 145, 153, 154, 155],
    crease: [247, 30, 29, 27, 28, 56, 190],
    brow: [225, 224, 223, 222, 221],
  },
  {
    upper: [466, 388, 387, 386, 385, 384, 398],
    lower: [249, 390, 373, 374, 380, 381, 382],
    crease: [467, 260, 259, 257, 258, 286, 414],
    brow: [445, 444, 443, 442, 441],
  },
] as const;

export const RIGHT_EYE_OUTER = 33;
export const LEFT_EYE_OUTER = 263;
export const FOREHEAD = 10;
export const CHIN = 152;
export const RIGHT_CHEEK = 234;
export const LEFT_CHEEK = 454;
export const RIGHT_MOUTH_CORNER = 61;
export const LEFT_MOUTH_CORNER = 291;
export const RIGHT_CHEEK_APPLE = 50;
export const LEFT_CHEEK_APPLE = 280;
export const UPPER_LIP = 13;
