/** Sizes of photos. Ours, 2026-11-22. */
export const PHOTO_LIMITS = {
  /** Longest side in pixels a photo is kept with: a card that fills it has about 500 dpi, a page about 160. */
  maxSidePx: 1920,
  /** Sides in pixels below which print on a card cannot be read: about 130 dpi. */
  minLongSidePx: 480,
  minShortSidePx: 300,
  /** Bytes of a file that may be chosen; a phone's largest pictures have about 15 MB. */
  maxFileBytes: 25 * 1024 * 1024,
  /** Pixels a browser is asked to decode; 50 megapixel sensors exist. */
  maxPixels: 60_000_000,
} as const;
