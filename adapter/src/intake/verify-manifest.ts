import { type CaptureManifest, type ClientKey, MANIFEST_FILE, manifestSchema } from '@presence/protocol';
import { flattenedVerify, importJWK } from 'jose';
import { AdapterError } from '../model/adapter-error.ts';
import { schemaIssues } from '../model/schema-issues.ts';

const JWS = /^([A-Za-z0-9_-]{1,256})\.\.([A-Za-z0-9_-]{1,256})$/;

/**
 * The signature first, over the exact bytes, so that nothing of an unsigned manifest is interpreted: a detached compact
 * JWS (RFC 7515 appendix F) with an unencoded payload (RFC 7797), ES256 and nothing else.
 */
export async function verifySignature(
  manifest: Uint8Array,
  signature: string,
  clientKey: ClientKey,
): Promise<void> {
  const parts = JWS.exec(signature.trim());
  if (parts?.[1] === undefined || parts[2] === undefined)
    throw signatureInvalid('manifest.jws is not a detached compact JWS.');
  try {
    const { protectedHeader } = await flattenedVerify(
      { protected: parts[1], payload: manifest, signature: parts[2] },
      await importJWK({ ...clientKey }, 'ES256'),
      { algorithms: ['ES256'] },
    );
    if (protectedHeader?.b64 === false) return;
  } catch (cause) {
    throw signatureInvalid("The manifest's signature does not fit the session's client key.", cause);
  }
  throw signatureInvalid('manifest.jws lacks the header {"b64":false}.');
}

export function parseManifest(bytes: Uint8Array): CaptureManifest {
  const parsed = manifestSchema.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new AdapterError(
    'container_manifest_invalid',
    `${MANIFEST_FILE} breaks its schema; context.issues says where. Send what the SDK made.`,
    {
      context: {
        issues: schemaIssues(parsed.error),
      },
    },
  );
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AdapterError('container_manifest_invalid', `${MANIFEST_FILE} is not JSON in UTF-8.`, {
      cause,
      context: { issues: [{ path: '', message: 'not JSON' }] },
    });
  }
}

function signatureInvalid(message: string, cause?: unknown): AdapterError {
  return new AdapterError('container_signature_invalid', `${message} Send what the SDK made.`, { cause });
}
