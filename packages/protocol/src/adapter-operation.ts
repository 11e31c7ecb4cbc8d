import type * as z from 'zod/mini';

/** One address of the adapter: how it is called and what a good answer is. */
export interface AdapterOperation<T> {
  readonly method: 'GET' | 'POST';
  /** Below the adapter's address, without a slash in front. */
  readonly path: string;
  /** Carries the session token of init.php as `Authorization: Bearer`. */
  readonly auth: boolean;
  /** Statuses of a good answer. */
  readonly statuses: readonly number[];
  readonly answer: AdapterAnswer<T>;
}

export interface AdapterAnswer<T> {
  /** Media type; undefined when there is no body. */
  readonly type: string | undefined;
  /** Of a JSON answer. */
  readonly schema?: z.ZodMiniType<T>;
  /** @throws AdapterAnswerError when the body is not what the adapter answers. */
  read(reply: Pick<Response, 'text' | 'blob'>): Promise<T>;
}

export interface JsonAnswer<T> extends AdapterAnswer<T> {
  readonly schema: z.ZodMiniType<T>;
}

/** Something between caller and adapter answered in its place, or the two are of different versions. */
export class AdapterAnswerError extends Error {
  override readonly name = 'AdapterAnswerError';
  readonly code = 'adapter_answer_invalid';
}

/* @__NO_SIDE_EFFECTS__ */
export function jsonAnswer<T>(schema: z.ZodMiniType<T>): JsonAnswer<T> {
  return {
    type: 'application/json',
    schema,
    read: async (reply) => {
      const text = await reply.text();
      try {
        return schema.parse(JSON.parse(text));
      } catch (cause) {
        throw new AdapterAnswerError('The answer is not one of the adapter; check proxies on the way.', {
          cause,
        });
      }
    },
  };
}

/* @__NO_SIDE_EFFECTS__ */
export function textAnswer(type: string): AdapterAnswer<string> {
  return { type, read: (reply) => reply.text() };
}

/* @__NO_SIDE_EFFECTS__ */
export function fileAnswer(type: string): AdapterAnswer<Blob> {
  return { type, read: (reply) => reply.blob() };
}

export const NO_ANSWER: AdapterAnswer<void> = {
  type: undefined,
  read: async () => undefined,
};
