import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import type { Principal } from '../model/principal.ts';
import { type FolderWebhook, SUBSCRIBED_EVENTS, WEBHOOK_SECRET } from '../model/webhooks.ts';

export const urlSchema = z.string().trim().min(1).max(2000);
export const secretSchema = z
  .string()
  .regex(WEBHOOK_SECRET, 'must be whsec_ followed by 24 to 64 bytes in base64');
export const eventsSchema = z.array(z.enum(SUBSCRIBED_EVENTS)).min(1);

/** `webhook` beside `analyses`: a receiver for this folder alone. Its documentation names no key; ours. */
export const folderWebhookSchema = z.looseObject({
  url: urlSchema,
  secret: secretSchema,
  events: eventsSchema.optional(),
});

/**
 * The receiver a request names for its folder.
 * @throws EngineError `auth_forbidden` for a capture session, whose holder is a browser; `invalid_value`
 */
export function folderWebhook(
  input: z.infer<typeof folderWebhookSchema> | null | undefined,
  principal: Principal,
  checkReceiver: (url: string) => void,
): FolderWebhook | undefined {
  if (!input) return undefined;
  if (principal.role === 'CAPTURE SESSION')
    throw new EngineError('auth_forbidden', 'webhook: a capture session may not name a receiver.');
  checkReceiver(input.url);
  return { url: input.url, secret: input.secret, events: input.events ?? SUBSCRIBED_EVENTS };
}
