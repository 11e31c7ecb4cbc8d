import type { ListedCamera } from './main-lens.ts';

/** The cameras the browser lists, in its order; empty where it does not say. Labels are empty before permission. */
export async function listCameras(): Promise<readonly ListedCamera[]> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }) => ({ deviceId, label: label.slice(0, 200) }));
  } catch {
    return [];
  }
}
