import { describe, expect, it } from 'vitest';
import { adapterClient } from './adapter-client.ts';
import { AdapterAnswerError } from './adapter-operation.ts';

/** A client whose calls are kept and answered with this. */
function clientAnswered(body: string, status = 200, baseUrl = 'https://liveness.example/bank') {
  const calls: (readonly [string, RequestInit | undefined])[] = [];
  const client = adapterClient({
    baseUrl,
    headers: { origin: 'https://bank.example' },
    fetch: async (input, init) => {
      calls.push([String(input), init]);
      init?.signal?.throwIfAborted();
      return new Response(status === 204 ? null : body, { status });
    },
  });
  return { client, calls };
}

describe('adapterClient', () => {
  it('calls below the address it was given, with its headers and the token', async () => {
    const { client, calls } = clientAnswered('{"state":"processing"}');
    expect(await client.result('jwt', 7)).toMatchObject({ ok: true, value: { state: 'processing' } });
    const [[url, init] = ['']] = calls;
    expect(url).toBe('https://liveness.example/bank/result.php?wait=7');
    expect(init).toMatchObject({
      method: 'GET',
      credentials: 'omit',
      headers: { origin: 'https://bank.example', Authorization: 'Bearer jwt' },
    });
  });

  it('says what the adapter refused', async () => {
    const error = { code: 'rate_limited', event_session_id: '', message: 'm', context: {} };
    const { client } = clientAnswered(JSON.stringify(error), 429);
    expect(await client.config()).toMatchObject({ ok: false, status: 429, error });
  });

  it('knows when somebody else answers in its place', async () => {
    const proxy = clientAnswered('<html>Bad gateway</html>', 502);
    expect(await proxy.client.config()).toMatchObject({ ok: false, status: 502, error: undefined });
    const portal = clientAnswered('<html>Welcome to our wifi</html>');
    await expect(portal.client.config()).rejects.toBeInstanceOf(AdapterAnswerError);
    const other = clientAnswered('{"state":"done"}');
    await expect(other.client.result('jwt')).rejects.toMatchObject({ code: 'adapter_answer_invalid' });
  });

  it('takes an answer without a body, and a signal', async () => {
    const batch = { event_session_id: '', session_token: 't', events: [] };
    expect(await clientAnswered('', 204).client.telemetry(batch)).toMatchObject({ ok: true });
    const stopped = AbortSignal.abort(new Error('closed'));
    await expect(clientAnswered('').client.health(stopped)).rejects.toThrow('closed');
  });
});
