import type { ErrorCode } from '@presence/protocol';
import type { IconId } from './icons.data.ts';

/** Icon of an error; a warning sign for the rest. */
export const ERROR_ICON: Readonly<Partial<Record<ErrorCode, IconId>>> = {
  camera_not_found: 'camera_off',
  camera_permission_denied: 'camera_off',
  camera_blocked_by_policy: 'camera_off',
  camera_in_use: 'camera_off',
  camera_insecure_context: 'lock',
  camera_unsupported: 'camera_off',
  camera_in_app_browser: 'camera_off',
  camera_timeout: 'camera_off',
  camera_lost: 'camera_off',
  browser_unsupported: 'window',
  face_not_found: 'face',
  face_multiple: 'people',
  face_too_far: 'face',
  face_too_close: 'face',
  face_not_centered: 'face',
  face_too_dark: 'light',
  face_too_bright: 'light',
  gesture_not_performed: 'face',
  tab_hidden: 'window',
  adapter_unreachable: 'offline',
  network_lost: 'offline',
  result_timeout: 'clock',
  rate_limited: 'clock',
  session_token_expired: 'clock',
  session_expired: 'clock',
  backend_timeout: 'clock',
};
