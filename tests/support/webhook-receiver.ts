import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedMessage {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** What was answered. */
  readonly status: number;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  readonly messages: readonly ReceivedMessage[];
  /** Statuses of the next answers, one after the other; then 204. 0: no answer at all. */
  readonly answers: number[];
  stop(): Promise<void>;
}

/** A server that takes messages as an integrator's would. */
export async function startReceiver(port = 0): Promise<WebhookReceiver> {
  const messages: ReceivedMessage[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const status = answers.shift() ?? 204;
      messages.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8'), status });
      if (status === 0) return;
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port; // A TCP server's address is an object.
  return {
    url: `http://127.0.0.1:${bound}/hook`,
    port: bound,
    messages,
    answers,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
