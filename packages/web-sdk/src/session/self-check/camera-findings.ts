import type { Camera } from '../../camera/open-camera.ts';
import type { CaptureError } from '../../model/capture-error.ts';
import { bad, type Finding, good, warn } from './finding.ts';
import { SELF_CHECK } from './self-check.data.ts';

export function cameraList(labels: readonly string[]): Finding {
  const what = 'Cameras';
  if (labels.length === 0)
    return bad(
      what,
      'The browser lists none.',
      'Connect a camera, or allow the browser to see it in the system settings.',
    );
  return good(
    what,
    `${labels.length}: ${labels.map((label) => label || 'a camera without a name').join(', ')}.`,
  );
}

export function cameraOpened({ entry, width, height, tookMs }: Camera): Finding {
  const seen = `${entry.label || 'A camera'} gives ${width} × ${height} after ${seconds(tookMs)}.`;
  if (entry.virtual_camera.suspected)
    return warn(
      'Picture',
      `${seen} It looks like a virtual camera (${entry.virtual_camera.signals.join(', ')}).`,
      'Use a real camera: the analysis takes a virtual one as a sign of an attack.',
    );
  if (Math.min(width, height) >= SELF_CHECK.leastSidePx) return good('Picture', seen);
  return warn(
    'Picture',
    seen,
    `Use a camera of at least 640 × ${SELF_CHECK.leastSidePx}: small faces are analysed worse.`,
  );
}

export function cameraRefused({ code, message }: CaptureError): Finding {
  return bad(
    'Picture',
    `${message} (${code})`,
    `docs/error-codes.md says what ${code} means and what to do.`,
  );
}

/** @param asked frames per second the camera says it gives; undefined where the browser does not say. */
export function frameRate(frames: number, overMs: number, asked: number | undefined): Finding {
  const what = 'Frames per second';
  const rate = (frames * 1000) / overMs;
  const seen = `${rate.toFixed(1)} were really delivered${asked === undefined ? '' : `; the camera says ${Math.round(asked)}`}.`;
  if (rate >= SELF_CHECK.goodFrameRate) return good(what, seen);
  const advice =
    'Bring more light: cameras slow down in the dark. Close other programs and tabs that use the camera or the processor.';
  return rate >= SELF_CHECK.leastFrameRate ? warn(what, seen, advice) : bad(what, seen, advice);
}

export interface DetectorFacts {
  readonly kind: 'face_landmarker' | 'onnx' | 'manual';
  readonly reason: string;
  readonly loadMs: number;
}

export function detector({ kind, reason, loadMs }: DetectorFacts): Finding {
  const what = 'Face detector';
  const took = `after ${seconds(loadMs)}`;
  if (kind === 'face_landmarker')
    return good(what, `Ready ${took}; it found the face of the picture it tests itself with.`);
  if (kind === 'onnx')
    return warn(
      what,
      `The second detector is ready ${took}. The first: ${reason}.`,
      'Captures work, at fewer frames per second. Update the browser.',
    );
  return bad(
    what,
    `No detector runs here, captures are manual: ${reason}.`,
    'Look for blocked files below /plugin/ in the network tab: a proxy or a policy may hold back .wasm or models.',
  );
}

export function detectorLate(): Finding {
  return bad(
    'Face detector',
    `Not ready within ${SELF_CHECK.detectorLimitMs / 1000} s.`,
    'Check how fast this network loads some 15 MB, and that nothing between page and adapter holds files back.',
  );
}

/** @param afterMs from the first frame; undefined if none was found in time. */
export function face(afterMs: number | undefined): Finding {
  const what = 'Face';
  if (afterMs !== undefined)
    return good(what, `Found ${seconds(afterMs)} after camera and detector were ready.`);
  return warn(
    what,
    `None found within ${SELF_CHECK.faceLimitMs / 1000} s.`,
    'Sit in front of the camera, with light on the face and not behind it, and check again.',
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
