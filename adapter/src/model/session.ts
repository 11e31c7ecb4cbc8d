import { clientKeySchema, ERROR_CODES, PHOTO_ACTIONS, VIDEO_ACTIONS } from '@presence/protocol';
import * as z from 'zod';

/** How often a step towards the backend failed so far, and when it is tried again. Times: ms since the epoch. */
const retrySchema = z.strictObject({
  attempts: z.number().int().min(0),
  nextAttemptAt: z.number(),
  /** Code of the latest failure, or null. */
  lastCode: z.enum(ERROR_CODES).nullable(),
});
export type RetryNote = z.infer<typeof retrySchema>;

/** One analysis the backend was asked for. `raw` is its object as the backend last sent it. */
const analysisRecordSchema = z.strictObject({
  id: z.string(),
  /** Key in the page's view: `quality`, `biometry`, `documents`, `collection`. */
  name: z.string(),
  /** Lower case, as in the page's view. */
  state: z.string(),
  /** Lower case; empty while unresolved. */
  resolution: z.string(),
  raw: z.record(z.string(), z.unknown()),
});
export type AnalysisRecord = z.infer<typeof analysisRecordSchema>;

/** What became of one uploaded file: the backend's id and what kind of file it was. */
const uploadedMediaSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['video', 'photo', 'document']),
});
export type UploadedMedia = z.infer<typeof uploadedMediaSchema>;

const stateSchema = z.discriminatedUnion('kind', [
  /** Waits for its upload. */
  z.strictObject({ kind: z.literal('open') }),
  /** The container is in the spool and must reach the backend. */
  z.strictObject({ kind: z.literal('accepted'), acceptedAt: z.number(), retry: retrySchema }),
  /** The backend has the media; the analyses have to be started. */
  z.strictObject({
    kind: z.literal('uploaded'),
    acceptedAt: z.number(),
    folderId: z.string(),
    media: z.array(uploadedMediaSchema),
    retry: retrySchema,
  }),
  /** The backend analyses. */
  z.strictObject({
    kind: z.literal('analysing'),
    acceptedAt: z.number(),
    folderId: z.string(),
    startedAt: z.number(),
    analyses: z.array(analysisRecordSchema),
    retry: retrySchema,
  }),
  z.strictObject({
    kind: z.literal('finished'),
    acceptedAt: z.number(),
    finishedAt: z.number(),
    folderId: z.string(),
    analyses: z.array(analysisRecordSchema),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    failedAt: z.number(),
    code: z.enum(ERROR_CODES),
    message: z.string(),
    context: z.record(z.string(), z.unknown()),
  }),
]);
export type SessionState = z.infer<typeof stateSchema>;

/** One capture from `init.php` until it is deleted; one file on disk. Times: ms since the epoch. */
export const sessionSchema = z.strictObject({
  version: z.literal(1),
  id: z.uuid(),
  origin: z.string(),
  createdAt: z.number(),
  /** After this no upload is accepted. */
  uploadUntil: z.number(),
  /** After this an accepted capture is given up. */
  deliverUntil: z.number(),
  nonce: z.string(),
  actions: z.array(z.enum([...VIDEO_ACTIONS, ...PHOTO_ACTIONS])),
  clientKey: clientKeySchema,
  /** `traceparent` under which what is done for the capture is traced: that of its latest request. Null: not traced. */
  traceparent: z.string().nullable().default(null),
  meta: z.record(z.string(), z.string()),
  extractBestShot: z.boolean(),
  /** The page's own API token (`api_use_token: client`); removed once no longer needed. */
  clientToken: z.string().nullable(),
  /** The backend's session token as the page passed it (`api_use_session_token: client`); removed with `clientToken`. */
  backendSessionToken: z.string().nullable().default(null),
  /** Containers refused so far. */
  refusedUploads: z.number().int().min(0),
  state: stateSchema,
});
export type Session = z.infer<typeof sessionSchema>;

/**
 * The session with its container in the spool; unchanged if it was accepted before. Its first delivery is announced with it:
 * one write to the disk less. `at`: ms since the epoch.
 */
export function acceptedSession(session: Session, at: number): Session {
  if (session.state.kind !== 'open') return session;
  const retry = { attempts: 1, nextAttemptAt: 0, lastCode: null };
  return { ...session, state: { kind: 'accepted', acceptedAt: at, retry } };
}

/** True once nothing more will happen to the session. */
export function isSettled(state: SessionState): boolean {
  return state.kind === 'finished' || state.kind === 'failed';
}

/** True while an accepted capture still needs work towards the backend. */
export function needsDelivery(state: SessionState): boolean {
  return state.kind === 'accepted' || state.kind === 'uploaded' || state.kind === 'analysing';
}
