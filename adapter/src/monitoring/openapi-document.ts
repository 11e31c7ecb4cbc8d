import { ERROR_CODE_TABLE, errorBodySchema } from '@presence/protocol';
import type { RequestHandler } from 'express';
import * as z from 'zod';
import { API_OPERATIONS, type ApiOperation } from './api-operations.data.ts';

/** OpenAPI 3.1 description of the adapter, its schemas generated from those that check the messages. */
function openapiDocument(version: string): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of API_OPERATIONS)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Presence Web Adapter',
      version,
      description: 'Every address is also answered without the .php ending. Errors carry a stable code.',
    },
    paths,
    components: {
      schemas: { Error: toSchema(errorBodySchema, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    'x-error-codes': ERROR_CODE_TABLE.filter(({ origin }) => origin !== 'sdk'),
  };
}

/** `GET /openapi.json` */
export function openapiRoute(version: string): RequestHandler {
  const document = openapiDocument(version);
  return (_request, response) => {
    response.json(document);
  };
}

function describe({ summary, auth, query, body, status, answer, path }: ApiOperation): unknown {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: toSchema(schema, 'input'),
  }));
  const description = summary;
  return {
    summary,
    parameters: [...inPath, ...inQuery],
    ...(auth ? { security: [{ [auth]: [] }] } : {}),
    ...(body ? { requestBody: { required: true, content: contentOf(body, 'input') } } : {}),
    responses: {
      [status]: { description, ...(answer ? { content: contentOf(answer, 'output') } : {}) },
      default: {
        description: 'An error with a stable code.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function contentOf(
  { type, schema }: { readonly type: string; readonly schema?: z.core.$ZodType },
  io: 'input' | 'output',
): unknown {
  return { [type]: { schema: schema ? toSchema(schema, io) : {} } };
}

function toSchema(schema: z.core.$ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
