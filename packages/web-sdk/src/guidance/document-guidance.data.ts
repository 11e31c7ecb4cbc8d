import type { Threshold } from '@presence/face-geometry';

const DATE = '2026-11-22';
const t = (value: number, unit: string, origin: string): Threshold => ({ value, unit, origin, date: DATE });

/** Numbers of the guidance for documents; when a picture is good is decided in face-geometry. */
export const DOCUMENT_GUIDANCE = {
  steadyMs: t(
    900,
    'ms of good looks before the automatic shot',
    'Long enough to see that it is about to happen, and for the lens to settle.',
  ),
  hintMs: t(700, 'ms', 'The shortest time in which a hint of five words is read.'),
  lookMs: t(
    150,
    'ms between two looks',
    'A look takes about 5 ms of the page; a hand stays still no longer.',
  ),
} as const satisfies Record<string, Threshold>;
