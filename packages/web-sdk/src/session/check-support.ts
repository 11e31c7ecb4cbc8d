import { CaptureError } from '../model/capture-error.ts';

/** What `OzLiveness.check()` finds out without asking for any permission. */
export interface SupportReport {
  /** Whether `open()` can work here. A camera may still be missing or refused. */
  readonly supported: boolean;
  /** Names of missing browser features; empty when all are there. */
  readonly missing: readonly string[];
  readonly secureContext: boolean;
  /** Whether the permissions policy lets this page use the camera; `unknown` where browsers cannot tell. */
  readonly cameraPolicy: 'allowed' | 'blocked' | 'unknown';
  /** What the person decided earlier; `unknown` where browsers cannot tell. */
  readonly cameraPermission: 'granted' | 'denied' | 'prompt' | 'unknown';
  /** Cameras the system has; null when the browser does not say before permission is given. */
  readonly cameras: number | null;
  /** Whether face detection can run, or only manual capture. */
  readonly detector: boolean;
}

/** Features without which there is no capture at all. */
const REQUIRED: readonly (readonly [string, () => boolean])[] = [
  ['mediaDevices.getUserMedia', () => typeof navigator.mediaDevices?.getUserMedia === 'function'],
  ['Worker', () => typeof Worker === 'function'],
  ['createImageBitmap', () => typeof createImageBitmap === 'function'],
  ['OffscreenCanvas', () => typeof OffscreenCanvas === 'function'],
  ['crypto.subtle', () => typeof crypto?.subtle?.generateKey === 'function'],
  ['customElements', () => typeof HTMLElement.prototype.attachShadow === 'function'],
];

export function missingFeatures(): readonly string[] {
  return REQUIRED.filter(([, present]) => !present()).map(([name]) => name);
}

/** @throws CaptureError `browser_unsupported` with `context.missing`; camera features are left to the camera's own codes. */
export function requireSupport(): void {
  const missing = missingFeatures().filter(
    (name) => name !== 'mediaDevices.getUserMedia' && name !== 'crypto.subtle',
  );
  if (missing.length > 0) {
    throw new CaptureError('browser_unsupported', `This browser lacks ${missing.join(', ')}.`, {
      context: { missing },
    });
  }
}

export async function checkSupport(cameraAllowed: boolean | null): Promise<SupportReport> {
  const missing = missingFeatures();
  return {
    supported: missing.length === 0 && window.isSecureContext && cameraAllowed !== false,
    missing,
    secureContext: window.isSecureContext,
    cameraPolicy: cameraAllowed === null ? 'unknown' : cameraAllowed ? 'allowed' : 'blocked',
    cameraPermission: await cameraPermission(),
    cameras: await cameraCount(),
    detector: typeof WebAssembly === 'object',
  };
}

async function cameraPermission(): Promise<SupportReport['cameraPermission']> {
  try {
    // Not in TypeScript's list of permission names, since Firefox does not know it.
    const status = await navigator.permissions.query({ name: 'camera' as PermissionName });
    return status.state;
  } catch {
    return 'unknown';
  }
}

async function cameraCount(): Promise<number | null> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === 'videoinput').length;
  } catch {
    return null;
  }
}
