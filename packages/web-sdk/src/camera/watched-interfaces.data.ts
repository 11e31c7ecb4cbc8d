/**
 * What a script has to replace to put other pictures in a camera's place, or to hide that it did. `member` empty: the
 * constructor itself. Source: what published injection scripts and camera shims touch; collected 2026-11-22.
 */
export interface WatchedInterface {
  readonly owner: string;
  readonly member: string;
}

const of = (owner: string, ...members: readonly string[]): readonly WatchedInterface[] =>
  members.map((member) => ({ owner, member }));

export const WATCHED_INTERFACES: readonly WatchedInterface[] = [
  ...of('MediaDevices', 'getUserMedia', 'enumerateDevices', 'getSupportedConstraints'),
  ...of('Navigator', 'mediaDevices', 'webdriver', 'userAgent'),
  ...of('MediaStream', '', 'getVideoTracks', 'getTracks'),
  ...of(
    'MediaStreamTrack',
    'getSettings',
    'getCapabilities',
    'getConstraints',
    'label',
    'muted',
    'readyState',
    'stop',
  ),
  ...of('MediaDeviceInfo', 'label', 'deviceId', 'groupId', 'kind'),
  ...of('HTMLMediaElement', 'srcObject', 'captureStream', 'play', 'currentTime'),
  ...of('HTMLVideoElement', 'requestVideoFrameCallback', 'videoWidth', 'videoHeight'),
  ...of('HTMLCanvasElement', 'captureStream', 'getContext'),
  ...of('VideoFrame', ''),
  ...of('RTCPeerConnection', ''),
  ...of('Worker', ''),
  ...of('Performance', 'now'),
  ...of('Function', 'toString'),
];
