import type { Threshold } from '@presence/face-geometry';

const DATE = '2026-11-22';
const t = (value: number, unit: string, origin: string): Threshold => ({ value, unit, origin, date: DATE });

/** Every number of the face finder. */
export const FINDER_LIMITS = {
  searchMs: t(
    100,
    'ms between two looks until somebody is found',
    'A look takes 5 to 9 ms of a processor that the detector needs to load.',
  ),
  followMs: t(
    250,
    'ms between two looks afterwards',
    'A hint stays for 600 ms; more looks would change nothing.',
  ),
  minScore: t(
    0.5,
    'score 0..1',
    "MediaPipe FaceLandmarker's default. 44 real pictures reach 0.82; 55 of 400 drawn patterns reach 0.5 and 1 reaches 0.73.",
  ),
  meshHeight: t(
    1.05,
    'height of the mesh over that of the box found',
    '87 pictures of 12 recordings, face 0.15 to 0.9 of the picture: 0.99 to 1.12 (10th to 90th percentile).',
  ),
  meshWidth: t(0.88, 'width of the mesh over that of the box found', 'The same: 0.81 to 0.94.'),
  meshShift: t(
    -0.056,
    'middle of the mesh below that of the box found, in heights of the latter',
    'The same: -0.08 to -0.02; the mesh has more forehead.',
  ),
  eyeCorners: t(1.38, 'distance of the outer corners over that of the eyes found', 'The same: 1.27 to 1.48.'),
} as const satisfies Record<string, Threshold>;
