import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 13.4.6: nothing tells which server this is and of which version; helmet's headers are on every reply.
const scene = useIntake();

const CALLS: readonly (readonly [string, string])[] = [
  ['GET', '/config.php'],
  ['POST', '/init.php'],
  ['GET', '/request.php'],
  ['POST', '/request.php'],
  ['GET', '/result.php'],
  ['GET', '/plugin_liveness.php'],
  ['GET', '/healthz'],
  ['GET', '/nowhere'],
  ['OPTIONS', '/init.php'],
];

it.each(CALLS)('%s %s', async (method, path) => {
  const { headers } = await scene.adapter().call(path, { method });
  for (const name of ['server', 'x-powered-by', 'x-aspnet-version', 'via'])
    expect(headers.get(name)).toBeNull();
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  expect([...headers.values()].join('\n')).not.toMatch(/express|node|\bv?\d+\.\d+\.\d+\b/i);
});

it('what is not even HTTP is answered without a name', async () => {
  const socket = connect(Number(new URL(scene.adapter().url).port), '127.0.0.1');
  socket.end('HELLO THERE\r\n\r\n');
  const said = await text(socket);
  expect(said).toContain('400 Bad Request');
  expect(said).not.toMatch(/server:|express|node/i);
});
