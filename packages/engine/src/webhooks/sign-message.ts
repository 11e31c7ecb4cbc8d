import { createHmac } from 'node:crypto';

/** Headers of one message as the specification "Standard Webhooks" 1.0.0 names them. */
export interface MessageHeaders {
  readonly 'webhook-id': string;
  /** Epoch seconds of this attempt. */
  readonly 'webhook-timestamp': string;
  /** `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64. */
  readonly 'webhook-signature': string;
}

/** @param secret `whsec_` and the key in base64 */
export function signMessage(secret: string, id: string, now: number, body: string): MessageHeaders {
  const timestamp = String(Math.floor(now / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}
