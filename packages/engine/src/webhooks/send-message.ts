import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ReceiverGuard } from './receiver-guard.ts';
import type { MessageHeaders } from './sign-message.ts';

export interface Message {
  readonly url: string;
  readonly headers: MessageHeaders;
  readonly body: string;
}

export type SendMessage = (message: Message, signal: AbortSignal) => Promise<number>;

/**
 * Posts a message and resolves with the status of the answer, whose body is not read. Redirects are not followed: an answer
 * from elsewhere would be nobody's consent. Rejects if there is no answer in time.
 */
export function createSendMessage(guard: ReceiverGuard, timeoutMs: number): SendMessage {
  return ({ url, headers, body }, signal) =>
    new Promise((resolve, reject) => {
      guard.check(url);
      const bytes = Buffer.from(body);
      const late = setTimeout(() => call.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      const begin = url.startsWith('https:') ? httpsRequest : httpRequest;
      const call: ClientRequest = begin(url, {
        method: 'POST',
        agent: false,
        lookup: guard.lookup,
        signal,
        headers: {
          ...headers,
          'Content-Type': 'application/json',
          'Content-Length': bytes.length,
          'User-Agent': 'Presence-Webhooks/1',
        },
      });
      call.once('response', (answer) => {
        clearTimeout(late);
        resolve(answer.statusCode ?? 0);
        answer.on('error', () => undefined);
        answer.destroy();
      });
      call.on('error', (error) => {
        clearTimeout(late);
        reject(error);
      });
      call.end(bytes);
    });
}
