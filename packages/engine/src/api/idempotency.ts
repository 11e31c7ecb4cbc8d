import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { EngineError } from '../model/engine-error.ts';
import type { ReceivedForm } from './receive-form.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * The request's `Idempotency-Key`, if it has one.
 * @throws EngineError `invalid_value`
 */
export function idempotencyKey(req: Request): string | undefined {
  const key = req.get('idempotency-key');
  if (key !== undefined && !KEY.test(key))
    throw new EngineError('invalid_value', 'Idempotency-Key must be 1 to 200 printable ASCII characters.');
  return key;
}

/** What a form says, whatever boundary it was sent with: SHA-256 over payload and files, hex. */
export function formFingerprint(form: ReceivedForm): string {
  const files = form.files
    .map((file) => [file.fieldName, file.staged.sha256] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([form.payload ?? null, files]))
    .digest('hex');
}

/** The same for a JSON request to a path. */
export function jsonFingerprint(path: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([path, body]))
    .digest('hex');
}

export function keyReused(): EngineError {
  return new EngineError(
    'idempotency_conflict',
    'This Idempotency-Key was used with other content. Use a new key for a new upload.',
  );
}
