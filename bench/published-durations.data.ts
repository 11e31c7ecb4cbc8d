/**
 * Seconds of an analysis as the Oz documentation gives them, mean and median, on an instance of 16 cores. Source:
 * Oz administrator guide, analysis duration per gesture.
 */
export const PUBLISHED_DURATIONS: Readonly<Record<string, readonly [mean: number, median: number]>> = {
  video_selfie_best: [3.895, 3.13],
  video_selfie_blank: [5.491, 4.984],
  video_selfie_down: [11.051, 8.052],
  video_selfie_eyes: [9.953, 7.399],
  video_selfie_high: [10.937, 8.112],
  video_selfie_left: [9.713, 7.558],
  video_selfie_right: [9.95, 7.446],
  video_selfie_scan: [9.425, 7.29],
  video_selfie_smile: [10.25, 7.621],
};
