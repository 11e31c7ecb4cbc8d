import sharp from 'sharp';
import { expect } from 'vitest';

const POINT = [expect.any(Number), expect.any(Number)];
const BOX = Object.fromEntries(['left', 'top', 'right', 'bottom'].map((side) => [side, expect.any(Number)]));
const SIX = Object.fromEntries(
  ['left_eye', 'right_eye', 'nose_base', 'mouth_bottom', 'left_ear', 'right_ear'].map((name) => [
    name,
    POINT,
  ]),
);

interface Report {
  readonly best_frame: string;
  readonly best_frame_png: string;
  readonly best_frame_bounding_box: Readonly<Record<'left' | 'top' | 'right' | 'bottom', number>>;
  readonly best_frame_landmarks: Readonly<Record<string, readonly [number, number]>>;
  readonly frame_list: readonly string[];
  readonly frame_bounding_box_list: readonly unknown[];
  readonly frame_landmarks: readonly unknown[];
}

/** Holds an argument of `on_capture_complete` to the documented object: exactly its keys, and values that fit together. */
export async function expectCaptureReport(payload: unknown, action: string): Promise<void> {
  expect(payload).toEqual({
    action,
    best_frame: expect.stringMatching(/^data:image\/jpeg;base64,/),
    best_frame_png: expect.stringMatching(/^data:image\/png;base64,/),
    best_frame_bounding_box: BOX,
    best_frame_landmarks: SIX,
    frame_list: expect.arrayContaining([expect.stringMatching(/^data:image\/jpeg;base64,/)]),
    frame_bounding_box_list: expect.arrayContaining([BOX]),
    frame_landmarks: expect.arrayContaining([SIX]),
    additional_info: expect.stringMatching(/^\{.*presence-web-sdk.*"timezone":"[A-Z][\w/+-]+".*\}$/),
    event_session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const report = payload as Report; // checked above
  const { frame_list: frames, best_frame_bounding_box: box } = report;
  expect(frames).toContain(report.best_frame);
  expect([report.frame_bounding_box_list.length, report.frame_landmarks.length]).toEqual([
    frames.length,
    frames.length,
  ]);
  const jpeg = await sharp(bytesOf(report.best_frame)).metadata();
  const png = await sharp(bytesOf(report.best_frame_png)).metadata();
  expect([png.width, png.height]).toEqual([jpeg.width, jpeg.height]);
  const numbers = [...Object.values(box), ...Object.values(report.best_frame_landmarks).flat()];
  expect(numbers.every(Number.isInteger)).toBe(true);
  // The nose is in the face, and the person's own left eye is on the right of an unmirrored picture.
  const { nose_base: nose, left_eye: left, right_eye: right } = report.best_frame_landmarks;
  expect(nose?.[0]).toBeGreaterThan(box.left);
  expect(nose?.[0]).toBeLessThan(box.right);
  expect(left?.[0]).toBeGreaterThan(right?.[0] ?? 0);
}

function bytesOf(dataUrl: string): Buffer {
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
}
