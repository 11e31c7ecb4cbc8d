import { describe, expect, it } from 'vitest';
import { CaptureError } from '../model/capture-error.ts';
import { type RetryOptions, withRetries } from './retry.ts';

function options(change: Partial<RetryOptions> = {}): RetryOptions {
  return {
    policy: { waitsMs: [1], giveUpAfterMs: 1000 },
    signal: new AbortController().signal,
    whenOnline: async () => undefined,
    now: () => 0,
    ...change,
  };
}

const away = () => new CaptureError('adapter_unreachable', 'away');

describe('withRetries', () => {
  it('tries again while the adapter is away and counts the attempts', async () => {
    const seen: number[] = [];
    const answer = await withRetries(options(), async (earlier) => {
      seen.push(earlier);
      if (earlier < 3) throw away();
      return 'there';
    });
    expect(answer).toBe('there');
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['a refusal', new CaptureError('session_token_expired', 'old', { context: { status: 401 } })],
    ['a bug', new TypeError('x')],
  ])('does not repeat %s', async (_, error) => {
    let attempts = 0;
    const run = withRetries(options(), async () => {
      attempts += 1;
      throw error;
    });
    await expect(run).rejects.toBe(error);
    expect(attempts).toBe(1);
  });

  it('repeats what the error table calls retryable when the status says so', async () => {
    let attempts = 0;
    await withRetries(options(), async () => {
      attempts += 1;
      if (attempts === 1) throw new CaptureError('storage_full', 'full', { context: { status: 507 } });
    });
    expect(attempts).toBe(2);
  });

  it('gives up when its time is over, with the last error', async () => {
    let clock = 0;
    const tick = () => {
      clock += 400;
      return clock;
    };
    await expect(withRetries(options({ now: tick }), () => Promise.reject(away()))).rejects.toMatchObject({
      code: 'adapter_unreachable',
    });
  });

  it('waits for the network before the next attempt', async () => {
    const order: string[] = [];
    await withRetries(
      options({
        whenOnline: async () => {
          order.push('online');
        },
      }),
      async (earlier) => {
        order.push(`attempt ${earlier}`);
        if (earlier === 0) throw away();
      },
    );
    expect(order).toEqual(['attempt 0', 'online', 'attempt 1']);
  });

  it('ends with the reason it is aborted with', async () => {
    const closing = new AbortController();
    const run = withRetries(options({ signal: closing.signal }), async () => {
      closing.abort(new Error('closed'));
      throw away();
    });
    await expect(run).rejects.toThrow('closed');
  });
});
