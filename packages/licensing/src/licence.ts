import * as z from 'zod';
import { canonicalOriginEntry } from './origin-pattern.ts';

/** Public half of an Ed25519 key as JWK (RFC 8037). A private member is refused, so that no secret is ever shipped. */
export const publicKeySchema = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  kid: z.string().min(1).max(200).optional(),
  alg: z.literal('EdDSA').optional(),
  use: z.literal('sig').optional(),
  /** Free text for people. */
  comment: z.string().max(500).optional(),
});
export type PublicKey = z.infer<typeof publicKeySchema>;

const originEntrySchema = z.string().transform((text, context) => {
  const entry = canonicalOriginEntry(text);
  if (entry !== undefined) return entry;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not an origin; write https://shop.example or https://*.example.com`,
  });
  return z.NEVER;
});

export const originListSchema = z.array(originEntrySchema).max(1000);

/**
 * What a licence says (the JWS payload). Keys it does not know are dropped, so that older programs read newer licences.
 * Times are ISO 8601 in UTC. `limits` hold for the licence's whole life; absent means unlimited.
 */
export const licenceSchema = z.object({
  license_id: z.uuid(),
  client: z.string().min(1).max(200),
  /** Canonical origins; `https://*.example.com` stands for every host below example.com, but not example.com. */
  origins: originListSchema,
  issued_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  features: z.object({ liveness: z.boolean(), biometry: z.boolean(), collection: z.boolean() }),
  limits: z.object({
    analyses: z.int().positive().optional(),
    faces: z.int().positive().optional(),
  }),
  /** The client's own key: what it signs adds origins (see `verifyMasterSignature`). */
  master_key: publicKeySchema.optional(),
});
export type Licence = z.output<typeof licenceSchema>;

/** A licence file: flattened JWS JSON serialisation (RFC 7515, section 7.2.2). */
export const licenceFileSchema = z.looseObject({
  payload: z.string(),
  protected: z.string(),
  signature: z.string(),
});

export const LICENCE_ALG = 'EdDSA';
export const LICENCE_TYP = 'presence-licence';
export const MASTER_TYP = 'presence-origins';
