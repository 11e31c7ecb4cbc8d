import { ANDROID_NUMBER, FACING_RULES, LENS_RULES } from './lens-labels.data.ts';

/** A camera as `enumerateDevices` lists it. The label is empty until permission is given. */
export interface ListedCamera {
  readonly deviceId: string;
  readonly label: string;
}

export type Facing = 'user' | 'environment';

/** How unlike a main lens a label sounds; 0 when nothing speaks against it. */
export function lensRank(label: string): number {
  const number = Number(ANDROID_NUMBER.exec(label)?.[1] ?? 0);
  return (LENS_RULES.find(({ pattern }) => pattern.test(label))?.rank ?? 0) + number;
}

export function facingOf(label: string): Facing | 'unknown' {
  return FACING_RULES.find(({ pattern }) => pattern.test(label))?.facing ?? 'unknown';
}

/**
 * The camera to use instead of the opened one: the main lens of the same direction. Undefined when the opened one is as
 * good as any, or when labels do not tell.
 */
export function mainLens(
  cameras: readonly ListedCamera[],
  facing: Facing,
  opened: ListedCamera,
): ListedCamera | undefined {
  const rank = lensRank(opened.label);
  if (rank === 0) return undefined;
  const others = cameras.filter(
    ({ deviceId, label }) => deviceId !== '' && deviceId !== opened.deviceId && label !== '',
  );
  const sameWay = others.filter(({ label }) => facingOf(label) === facing);
  // Webcams say nothing of a direction; one of them is still better than an infrared one.
  const candidates =
    sameWay.length > 0 ? sameWay : others.filter(({ label }) => facingOf(label) === 'unknown');
  return candidates
    .filter(({ label }) => lensRank(label) < rank)
    .sort((a, b) => lensRank(a.label) - lensRank(b.label))[0];
}
