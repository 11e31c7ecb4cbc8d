import * as z from 'zod/mini';

/** Pixel coordinates of a rectangle; origin at the image's top left, `right` and `bottom` exclusive. */
export const boundingBoxSchema = z.strictObject({
  left: z.number(),
  top: z.number(),
  right: z.number(),
  bottom: z.number(),
});
export type BoundingBox = z.infer<typeof boundingBoxSchema>;

const pointSchema = z.tuple([z.number(), z.number()]);

/** The six documented landmarks of `on_capture_complete`, in pixels. Left and right are the person's own. */
export const sixLandmarksSchema = z.strictObject({
  left_eye: pointSchema,
  right_eye: pointSchema,
  nose_base: pointSchema,
  mouth_bottom: pointSchema,
  left_ear: pointSchema,
  right_ear: pointSchema,
});
export type SixLandmarks = z.infer<typeof sixLandmarksSchema>;

/**
 * Head pose in degrees. yaw > 0: turned to the person's own left. pitch > 0: head lifted.
 * roll > 0: head tilted clockwise as seen in the image.
 */
export const headPoseSchema = z.strictObject({ yaw: z.number(), pitch: z.number(), roll: z.number() });
export type HeadPose = z.infer<typeof headPoseSchema>;
