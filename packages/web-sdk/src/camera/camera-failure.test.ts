import { describe, expect, it } from 'vitest';
import { type CameraSurroundings, cameraFailureOf } from './camera-failure.ts';

const FINE: CameraSurroundings = {
  secureContext: true,
  hasMediaDevices: true,
  allowedByPolicy: true,
  listedCameras: null,
  inApp: null,
};

function domError(name: string): Error {
  return Object.assign(new Error(name), { name });
}

describe('cameraFailureOf', () => {
  it.each([
    ['NotFoundError', 'camera_not_found'],
    ['OverconstrainedError', 'camera_not_found'],
    ['NotAllowedError', 'camera_permission_denied'],
    ['SecurityError', 'camera_blocked_by_policy'],
    ['NotReadableError', 'camera_in_use'],
    ['AbortError', 'camera_in_use'],
    ['TypeError', 'camera_unsupported'],
  ])('maps %s to %s', (name, code) => {
    expect(cameraFailureOf(domError(name), FINE).code).toBe(code);
  });

  it.each([
    [{ secureContext: false }, 'camera_insecure_context'],
    [{ hasMediaDevices: false }, 'camera_unsupported'],
    [{ allowedByPolicy: false }, 'camera_blocked_by_policy'],
  ])('blames the surroundings %j before the browser', (change, code) => {
    expect(cameraFailureOf(domError('NotAllowedError'), { ...FINE, ...change }).code).toBe(code);
  });

  it.each([
    [{ hasMediaDevices: false }, 'NotAllowedError', 'camera_in_app_browser'],
    [{}, 'NotAllowedError', 'camera_in_app_browser'],
    [{}, 'TypeError', 'camera_in_app_browser'],
    [{}, 'NotReadableError', 'camera_in_use'],
    [{}, 'NotFoundError', 'camera_not_found'],
    [{ secureContext: false }, 'NotAllowedError', 'camera_insecure_context'],
  ])('inside an app with %j takes %s for %s', (change, name, code) => {
    const failure = cameraFailureOf(domError(name), { ...FINE, inApp: 'line', ...change });
    expect(failure.code).toBe(code);
    if (code === 'camera_in_app_browser') expect(failure.context).toEqual({ app: 'line' });
  });

  it.each([
    [{ allowedByPolicy: null }, 'camera_permission_denied'],
    [{ allowedByPolicy: null, listedCameras: 1 }, 'camera_permission_denied'],
    [{ allowedByPolicy: null, listedCameras: 0 }, 'camera_blocked_by_policy'],
    [{ allowedByPolicy: true, listedCameras: 0 }, 'camera_permission_denied'],
  ])(
    'blames a policy the browser does not tell about only where it hides every camera: %j',
    (change, code) => {
      expect(cameraFailureOf(domError('NotAllowedError'), { ...FINE, ...change }).code).toBe(code);
    },
  );
});
