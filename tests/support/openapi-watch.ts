import type { OpenapiDocument } from '@presence/protocol';
import * as z from 'zod';

/** What `/openapi.json` says of one answer. */
const responseSchema = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: z.looseObject({}) })).optional(),
  'x-error-codes': z.array(z.string()).optional(),
});
const operationSchema = z.looseObject({ responses: z.record(z.string(), responseSchema) });

/** Watches calls of an adapter and holds each answer against the adapter's own description of it. */
export interface OpenapiWatch {
  readonly fetch: typeof fetch;
  /** The same for calls made otherwise. */
  watching(call: typeof fetch): typeof fetch;
  /** `GET /config.php 403` for every documented status, sorted. */
  readonly documented: readonly string[];
  /** The same for every answer seen, sorted, each once. */
  seen(): readonly string[];
  /** Answers that are not as described, and why. */
  readonly problems: readonly string[];
}

export function watchOpenapi(document: OpenapiDocument & Record<string, unknown>): OpenapiWatch {
  const seen = new Set<string>();
  const problems: string[] = [];
  const watching =
    (call: typeof fetch): typeof fetch =>
    async (input, init) => {
      const reply = await call(input, init);
      const method = (init?.method ?? 'GET').toUpperCase();
      const path = templateOf(new URL(String(input)).pathname);
      const name = `${method} ${path} ${reply.status}`;
      seen.add(name);
      const response = operationOf(document, path, method)?.responses[String(reply.status)];
      const wrong = response === undefined ? 'is not documented' : await complaint(document, response, reply);
      if (wrong !== undefined) problems.push(`${name} ${wrong}`);
      return reply;
    };
  return {
    fetch: watching(fetch),
    watching,
    problems,
    documented: documentedAnswers(document),
    seen: () => [...seen].sort(),
  };
}

function documentedAnswers(document: OpenapiDocument): readonly string[] {
  return Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) =>
        Object.keys(operationSchema.parse(operation).responses)
          .filter((status) => status !== 'default')
          .map((status) => `${method.toUpperCase()} ${path} ${status}`),
      ),
    )
    .sort();
}

function templateOf(path: string): string {
  return path.startsWith('/plugin/') ? '/plugin/{file}' : path;
}

function operationOf(document: OpenapiDocument, path: string, method: string) {
  const found = document.paths[path]?.[method.toLowerCase()];
  return found === undefined ? undefined : operationSchema.parse(found);
}

/** What is wrong with an answer, or undefined. */
async function complaint(
  document: Record<string, unknown>,
  response: z.infer<typeof responseSchema>,
  reply: Response,
): Promise<string | undefined> {
  const body = await reply.clone().text();
  const [described] = Object.entries(response.content ?? {});
  if (described === undefined) return body === '' ? undefined : 'has a body and should have none';
  const [type, { schema }] = described;
  const sent = reply.headers.get('content-type') ?? '';
  if (type !== 'application/octet-stream' && !sent.startsWith(type)) return `is ${sent}, not ${type}`;
  if (type !== 'application/json') return undefined;
  const parsed = z.fromJSONSchema(resolved(document, schema)).safeParse(JSON.parse(body));
  if (!parsed.success) return `does not fit its schema: ${parsed.error.message}`;
  const codes = response['x-error-codes'];
  const { code } = JSON.parse(body);
  return codes === undefined || codes.includes(code) ? undefined : `carries ${code}, which is not documented`;
}

/** The schema itself, or what its `$ref` names. */
function resolved(
  document: Record<string, unknown>,
  schema: Record<string, unknown>,
): Record<string, unknown> {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  let found: unknown = document;
  for (const name of $ref.replace(/^#\//, '').split('/'))
    found = z.record(z.string(), z.unknown()).parse(found)[name];
  return z.record(z.string(), z.unknown()).parse(found);
}
