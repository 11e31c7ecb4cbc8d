import { CaptureError } from '../model/capture-error.ts';

/** What the browser says about its surroundings, gathered so that the mapping below stays a pure function. */
export interface CameraSurroundings {
  readonly secureContext: boolean;
  readonly hasMediaDevices: boolean;
  /** Null when the browser cannot tell. */
  readonly allowedByPolicy: boolean | null;
  /** Cameras that the browser lists; null if it was not asked for them. */
  readonly listedCameras: number | null;
  /** The app whose built-in browser shows the page; null in a browser of its own. */
  readonly inApp: string | null;
}

/** The failure that is certain before the camera is even asked for, or undefined. */
export function foreseeableFailure(surroundings: CameraSurroundings): CaptureError | undefined {
  if (!surroundings.secureContext) {
    return new CaptureError(
      'camera_insecure_context',
      'The page is not a secure context, so the browser offers no camera. Serve it over https or from localhost.',
    );
  }
  if (!surroundings.hasMediaDevices && surroundings.inApp !== null) return inAppFailure(surroundings.inApp);
  if (!surroundings.hasMediaDevices) {
    return new CaptureError(
      'camera_unsupported',
      'navigator.mediaDevices.getUserMedia is missing. Open the page in a current browser, not inside another app.',
    );
  }
  return surroundings.allowedByPolicy === false ? policyFailure() : undefined;
}

function policyFailure(cause?: unknown): CaptureError {
  return new CaptureError(
    'camera_blocked_by_policy',
    'The permissions policy forbids the camera. Add allow="camera" to the iframe and check the Permissions-Policy header.',
    { cause },
  );
}

/** How a browser says no, by whatever reason. */
const REFUSALS: readonly string[] = [
  'NotAllowedError',
  'PermissionDeniedError',
  'SecurityError',
  'TypeError',
];

/** The failure of a camera that cannot be had inside an app. */
export function inAppFailure(app: string, cause?: unknown): CaptureError {
  return new CaptureError(
    'camera_in_app_browser',
    `The page is open inside another app (${app}), whose browser gives no camera. Open it in the system's browser.`,
    { context: { app }, cause },
  );
}

/** The code for what getUserMedia threw. Names: Media Capture and Streams, getUserMedia algorithm (W3C); older spellings kept. */
export function cameraFailureOf(thrown: unknown, surroundings: CameraSurroundings): CaptureError {
  const foreseen = foreseeableFailure(surroundings);
  if (foreseen !== undefined) return foreseen;
  const name = thrown instanceof Error ? thrown.name : '';
  // Built-in browsers refuse without asking the person, or cannot pass the question on.
  if (surroundings.inApp !== null && REFUSALS.includes(name)) return inAppFailure(surroundings.inApp, thrown);
  const detail = { cause: thrown, context: { reason: name } };
  switch (name) {
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return new CaptureError('camera_not_found', 'No usable camera was found on this device.', detail);
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      // Firefox and Safari do not tell of a policy, but hide every camera under it; from a person's refusal they hide none.
      if (surroundings.allowedByPolicy === null && surroundings.listedCameras === 0)
        return policyFailure(thrown);
      return new CaptureError('camera_permission_denied', 'Access to the camera was refused.', detail);
    case 'SecurityError':
      return new CaptureError('camera_blocked_by_policy', 'The browser forbids the camera here.', detail);
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return new CaptureError(
        'camera_in_use',
        'The camera exists but could not be started; another program may hold it.',
        detail,
      );
    case 'TypeError':
      return new CaptureError('camera_unsupported', 'The browser refused the camera request.', detail);
    default:
      return new CaptureError('camera_in_use', `The camera could not be started (${name}).`, detail);
  }
}
