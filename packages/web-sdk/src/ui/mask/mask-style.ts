/** How the mask looks: `style.maskCustomization` of `open()`. */
export interface MaskStyle {
  /** CSS colours; a value that is none leaves the default. */
  readonly maskColor: string;
  readonly glowColor: string;
  /** Opacity of the farthest and of the nearest lines, 0 to 1. */
  readonly minAlpha: number;
  readonly maxAlpha: number;
}

const DEFAULTS: MaskStyle = { maskColor: '#ffffff', glowColor: '#00a5ba', minAlpha: 0.18, maxAlpha: 0.85 };

/** Reads the page's style; what is missing or of the wrong type has its default. */
export function maskStyle(style: unknown): MaskStyle {
  const given = isRecord(style) && isRecord(style.maskCustomization) ? style.maskCustomization : {};
  const minAlpha = share(given.minAlpha, DEFAULTS.minAlpha);
  return {
    maskColor: colour(given.maskColor, DEFAULTS.maskColor),
    glowColor: colour(given.glowColor, DEFAULTS.glowColor),
    minAlpha,
    maxAlpha: Math.max(minAlpha, share(given.maxAlpha, DEFAULTS.maxAlpha)),
  };
}

/** Canvas ignores what it cannot read as a colour and loads nothing; only the type has to be right. */
function colour(value: unknown, fallback: string): string {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback;
}

function share(value: unknown, fallback: number): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.min(1, Math.max(0, number)) : fallback;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
