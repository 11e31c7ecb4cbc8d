import { browserKind } from './browser-kind.ts';
import type { CameraSurroundings } from './camera-failure.ts';
import { listCameras } from './list-cameras.ts';

/** Chromium's name for the policy interface, and the one of the standard. Neither is in TypeScript's DOM types. */
interface PolicyDocument {
  readonly permissionsPolicy?: { allowsFeature(feature: string): boolean };
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

/** The same after the camera was refused. */
export async function surroundingsOfRefusal(): Promise<CameraSurroundings> {
  const surroundings = cameraSurroundings();
  return surroundings.allowedByPolicy === null && surroundings.hasMediaDevices
    ? { ...surroundings, listedCameras: (await listCameras()).length }
    : surroundings;
}

/** Reads the surroundings of the running page. Asks for no permission. */
export function cameraSurroundings(): CameraSurroundings {
  // The two policy properties exist in some browsers only; the cast adds them as optional.
  const page = document as Document & PolicyDocument;
  const policy = page.permissionsPolicy ?? page.featurePolicy;
  return {
    secureContext: window.isSecureContext,
    // Missing outside secure contexts and in old in-app browsers, whatever the DOM types promise.
    hasMediaDevices: typeof navigator.mediaDevices?.getUserMedia === 'function',
    allowedByPolicy: policy === undefined ? null : policy.allowsFeature('camera'),
    listedCameras: null,
    inApp: browserKind(navigator.userAgent, navigator.maxTouchPoints).inApp,
  };
}
