import type { Threshold } from '../model/threshold.ts';

const DATE = '2026-11-22';
const t = (value: number, unit: string, origin: string): Threshold => ({ value, unit, origin, date: DATE });

export const FRAMING_LIMITS = {
  minInterOcularPx: t(
    60,
    'pixels between the outer eye corners',
    'About 45 between the pupils; the mesh crop keeps its detail.',
  ),
  minOvalShare: t(
    0.4,
    'face height over oval height',
    'A face at arm length fills 0.6 of an oval of 0.8 frame height, 0.46 of the taller one of a phone held upright.',
  ),
  maxOvalShare: t(
    1.15,
    'face height over oval height',
    'Above, forehead or chin leave the frame when the head moves.',
  ),
  centreX: t(
    0.25,
    'oval widths from its middle',
    'A head turned by 30 degrees shifts its box by about 0.15.',
  ),
  centreY: t(0.25, 'oval heights from its middle', 'As above.'),
  maxYaw: t(15, 'degrees', 'Frontal enough to be the neutral of a gesture.'),
  maxPitchUp: t(
    18,
    'degrees',
    'Resting heads read -11 to 0; a camera 15 degrees below the face adds as much. A head lifted on purpose reads more.',
  ),
  maxPitchDown: t(28, 'degrees', 'As above for a camera above the face.'),
  maxRoll: t(20, 'degrees', 'Upright enough for the embedding and the spoof model.'),
} as const satisfies Record<string, Threshold>;

/** Where the face belongs unless the window draws another oval; shares of the frame's sides for a 3:4 oval. */
export const DEFAULT_OVAL = {
  centreX: 0.5,
  centreY: 0.5,
  heightShare: 0.8,
  aspect: 0.75,
  maxWidthShare: 0.8,
} as const;
