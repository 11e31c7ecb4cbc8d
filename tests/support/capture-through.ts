import type { ResultPayload } from '@presence/protocol';
import type { AdapterUnderTest } from './adapter-under-test.ts';
import { draftContainer, sealContainer } from './container-fixture.ts';

/** A whole honest capture and what the page is told. */
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
