import * as z from 'zod/mini';

/** Where a photo is from: the camera in the window, or a file the person chose. */
export const photoSourceSchema = z.enum(['capture', 'upload']);
export type PhotoSource = z.infer<typeof photoSourceSchema>;
