import type { ResultPayload } from '@presence/protocol';
import type { AdapterUnderTest } from './adapter-under-test.ts';
import { draftContainer, sealContainer } from './container-fixture.ts';
import type { OzBackend } from './oz-backend.ts';

export type CaptureOn = Awaited<ReturnType<typeof captureOn>>;

/** A whole honest capture: what was answered to the page and what the backend got. `lossless` is for the container. */
export async function captureOn(
  adapter: AdapterUnderTest,
  backend: OzBackend,
  { lossless = false, ...body }: Record<string, unknown> = {},
) {
  const before = backend.folders.length;
  const { session, result } = await captureThrough(adapter, body, lossless === true);
  const folder = backend.folders[before];
  const upload = backend.seen.findLast(({ method, path }) => method === 'POST' && path.endsWith('/folders'));
  return {
    session,
    result,
    folder,
    analyses: folder?.analyses ?? [],
    token: upload?.headers['x-forensic-access-token'],
    sessionToken: upload?.headers['x-forensic-session-token'],
    uploadedTo: upload?.path,
  };
}

/** A whole honest capture, on whatever backend the adapter has. */
export async function captureThrough(
  adapter: AdapterUnderTest,
  body: Record<string, unknown> = {},
  lossless = false,
) {
  const session = await adapter.open(body);
  const draft = await draftContainer(session.init, { origin: adapter.url, lossless });
  const answer = await session.upload(await sealContainer(draft, session.key));
  if (answer.status !== 202) throw new Error(`request.php answered ${answer.status}: ${await answer.text()}`);
  // The adapter's own answer; its shape is checked by the tests of result.php.
  return { session, result: (await (await session.result()).json()) as ResultPayload };
}
