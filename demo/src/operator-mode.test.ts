import { describe, expect, it } from 'vitest';
import { operatorMode } from './operator-mode.ts';

const answering =
  (body: string, status = 200) =>
  () =>
    Promise.resolve(new Response(body, { status }));

describe('operatorMode', () => {
  it.each([
    ['{"use_for_liveness":true}', 200, true],
    ['{"use_for_liveness":false}', 200, false],
    ['{}', 200, false],
    ['not json', 200, false],
    ['{"use_for_liveness":true}', 403, false],
  ])('reads %s with status %i as %s', async (body, status, expected) => {
    expect(await operatorMode(answering(body, status))).toBe(expected);
  });

  it('is not there without an adapter', async () => {
    expect(await operatorMode(() => Promise.reject(new TypeError('no network')))).toBe(false);
  });
});
