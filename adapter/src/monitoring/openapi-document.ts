import {
  type AdapterAnswer,
  ERROR_CODE_TABLE,
  type ErrorCode,
  errorBodySchema,
  type OpenapiDocument,
} from '@presence/protocol';
import type { RequestHandler } from 'express';
import * as z from 'zod';
import { API_OPERATIONS, type ApiOperation } from './api-operations.data.ts';

export interface OpenapiParts {
  readonly version: string;
  readonly statusOf: (code: ErrorCode) => number;
}

/** OpenAPI 3.1 description of the adapter, its schemas generated from those that check the messages. */
function openapiDocument({ version, statusOf }: OpenapiParts): OpenapiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const api of API_OPERATIONS) {
    const { path, method } = api.operation;
    paths[`/${path}`] = { ...paths[`/${path}`], [method.toLowerCase()]: describe(api, statusOf) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Presence Web Adapter',
      version,
      description:
        'Every address is also answered without the .php ending. Errors carry a stable code. A method that an address does not take is answered with 405.',
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
export function openapiRoute(parts: OpenapiParts): RequestHandler {
  const document = openapiDocument(parts);
  return (_request, response) => {
    response.json(document);
  };
}

function describe(
  { operation, summary, query, body, errors }: ApiOperation,
  statusOf: OpenapiParts['statusOf'],
) {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
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
  const good = operation.statuses.map((status) => [
    status,
    { description: summary, ...contentOf(operation.answer) },
  ]);
  return {
    summary,
    parameters: [...inPath, ...inQuery],
    ...(operation.auth ? { security: [{ bearer: [] }] } : {}),
    ...(body ? { requestBody: { required: true, content: mediaOf(body.type, body.schema, 'input') } } : {}),
    responses: {
      ...Object.fromEntries(good),
      ...errorsByStatus(errors, statusOf),
      default: errorReply('Unforeseen: `internal_error`, or a proxy in front.'),
    },
  };
}

/** One response a status, which names the codes it may carry. */
function errorsByStatus(codes: readonly ErrorCode[], statusOf: OpenapiParts['statusOf']) {
  const statuses = [...new Set(codes.map(statusOf))];
  return Object.fromEntries(
    statuses.map((status) => {
      const carried = codes.filter((code) => statusOf(code) === status);
      return [
        status,
        { ...errorReply(carried.map((code) => `\`${code}\``).join(', ')), 'x-error-codes': carried },
      ];
    }),
  );
}

function errorReply(description: string) {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
}

function contentOf({ type, schema }: AdapterAnswer<unknown>) {
  return type === undefined ? {} : { content: mediaOf(type, schema, 'output') };
}

function mediaOf(type: string, schema: z.core.$ZodType | undefined, io: 'input' | 'output') {
  return { [type]: { schema: schema ? toSchema(schema, io) : {} } };
}

function toSchema(schema: z.core.$ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
