import type { CameraEntry } from '@presence/protocol';
import { VIRTUAL_CAMERA_LABELS } from './virtual-cameras.data.ts';

/** What an honest camera's track says of itself; each property may be missing. */
export interface TrackFacts {
  readonly label: string;
  readonly frameRate: number | undefined;
  readonly deviceId: string | undefined;
  /** True where `track.getSettings` or `getUserMedia` is not the browser's own function. */
  readonly patched: boolean;
}

/** Signs that the picture may not come from a physical camera. `suspected` only when a sign is strong. */
export function virtualCameraSignals(facts: TrackFacts): CameraEntry['virtual_camera'] {
  const label = facts.label.toLowerCase();
  const signals: string[] = [];
  const known = VIRTUAL_CAMERA_LABELS.find((part) => label.includes(part));
  if (known !== undefined) signals.push(`label:${known}`);
  if (facts.patched) signals.push('patched_interface');
  const strong = signals.length > 0;
  if (facts.label === '') signals.push('label_missing');
  if (facts.deviceId === undefined || facts.deviceId === '') signals.push('device_id_missing');
  if (facts.frameRate === undefined || facts.frameRate === 0) signals.push('frame_rate_missing');
  return { suspected: strong, signals };
}
