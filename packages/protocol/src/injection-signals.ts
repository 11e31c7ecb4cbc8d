import * as z from 'zod/mini';

/**
 * Signs by which a camera that is not there can be told from one that is: what the track says of itself, how its
 * pictures come in, and whether the page's camera interface is the browser's own. Collected by the browser, judged by
 * the backend. Whoever owns the browser can forge every one of them, so none is a verdict.
 */
const count = z.number().check(z.int(), z.gte(0), z.lte(10_000_000));
const milliseconds = z.number().check(z.gte(0), z.lte(3_600_000));
const names = z.array(z.string().check(z.maxLength(100))).check(z.maxLength(100));
const range = z.nullable(z.strictObject({ min: z.number(), max: z.number() }));

/** What `getCapabilities()` offers. A webcam has several sizes, rates and image controls; a drawn picture has few or none. */
const capabilitiesSchema = z.strictObject({
  /** Pixels. */
  width: range,
  height: range,
  /** Frames per second. */
  frame_rate: range,
  facing_modes: names,
  /** Names of the image controls that can be adjusted (exposureMode, focusMode, whiteBalanceMode, torch, zoom ...). */
  controls: names,
});

const timingSchema = z.strictObject({
  /** From the call of getUserMedia to the stream; holds the time a person took to allow it. Null: not measured. */
  open_ms: z.nullable(milliseconds),
  /** From the stream to its first picture. */
  first_frame_ms: z.nullable(milliseconds),
  /** `capture`: the intervals are the camera's own times; `presented`: the times the browser showed the pictures. */
  clock: z.enum(['capture', 'presented']),
  /** How many intervals between neighbouring pictures the figures below come from, the newest 1024 at most. */
  intervals: count,
  /** Null with fewer than two intervals. */
  mean_ms: z.nullable(milliseconds),
  median_ms: z.nullable(milliseconds),
  std_ms: z.nullable(milliseconds),
  longest_ms: z.nullable(milliseconds),
  /** Share of intervals within 2 % of the median. */
  steady_share: z.nullable(z.number().check(z.gte(0), z.lte(1))),
});

export const injectionSignalsSchema = z.strictObject({
  version: z.literal(1),
  /** Null where the browser has no getCapabilities. */
  capabilities: z.nullable(capabilitiesSchema),
  identity: z.strictObject({
    /** Whether the track names its device and its group; the ids themselves stay in the browser. */
    device_id: z.boolean(),
    group_id: z.boolean(),
    /** Cameras the browser lists. */
    cameras: count,
    /** How often a camera was opened in this capture: more than once after an interruption or a change of camera. */
    opened: count,
  }),
  timing: timingSchema,
  frames: z.strictObject({
    /** Neighbouring pictures compared by a sample of 32 x 24 grey points; none in manual capture. */
    compared: count,
    /** How many of them were the same as the one before, point by point. */
    duplicates: count,
    /** Longest run of pictures that were all the same. */
    longest_run: count,
  }),
  interfaces: z.strictObject({
    /** Names of camera and picture functions that are not the browser's own, e.g. `MediaDevices.getUserMedia`. */
    tampered: names,
    checked: count,
    /** `frame`: compared with a fresh document's; `page`: none could be made, judged by the page's own means. */
    reference: z.enum(['frame', 'page']),
  }),
  automation: z.strictObject({ webdriver: z.boolean(), hints: names }),
  /** Why the picture was interrupted, in order: hidden, muted, lost, switched, turned. */
  interruptions: names,
});
export type InjectionSignals = z.infer<typeof injectionSignalsSchema>;
