import type { ClientConfig } from '@presence/protocol';
import type { OpenOptions } from '../model/capture-options.ts';

/** How the camera is used, decided by configuration, page and device. */
export interface CameraPlan {
  readonly facing: 'user' | 'environment';
  readonly mirrored: boolean;
  readonly oval: boolean;
  /** Milliseconds until the window shows help on allowing the camera. */
  readonly slowAfterMs: number;
}

const DEFAULT_SLOW_AFTER_MS = 40_000;

/**
 * `use_for_liveness` is the operator mode: a clerk films a customer, so the rear camera on phones; on desktops neither
 * mirroring nor outline.
 */
export function cameraPlan(
  config: ClientConfig,
  options: OpenOptions,
  device: { readonly mobile: boolean; readonly userAgent: string },
): CameraPlan {
  const operator = config.use_for_liveness;
  const facing = operator && device.mobile ? 'environment' : (options.cameraFacingMode ?? 'user');
  return {
    facing,
    mirrored: !operator && facing === 'user',
    oval: !operator || device.mobile,
    slowAfterMs: options.get_user_media_timeout ?? configuredTimeoutMs(config, device.userAgent),
  };
}

function configuredTimeoutMs(config: ClientConfig, userAgent: string): number {
  const timeouts = config.get_user_media_timeout;
  const seconds = timeouts[`${osOf(userAgent)}_${browserOf(userAgent)}`] ?? timeouts.default_default;
  return seconds !== undefined && seconds > 0 ? seconds * 1000 : DEFAULT_SLOW_AFTER_MS;
}

function osOf(userAgent: string): string {
  if (/Android/i.test(userAgent)) return 'android';
  if (/iPhone|iPad|iPod/i.test(userAgent)) return 'ios';
  if (/Windows/i.test(userAgent)) return 'windows';
  return /Mac OS/i.test(userAgent) ? 'macos' : 'linux';
}

function browserOf(userAgent: string): string {
  if (/FBAN|FBAV/.test(userAgent)) return 'facebook';
  if (/Firefox|FxiOS/.test(userAgent)) return 'firefox';
  if (/Edg\//.test(userAgent)) return 'edge';
  return /Chrome|CriOS/.test(userAgent) ? 'chrome' : 'safari';
}
