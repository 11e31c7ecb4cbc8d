import type { ErrorCode } from '@presence/protocol';
import { afterAll, beforeAll } from 'vitest';
import {
  type AdapterUnderTest,
  type OpenSession,
  startTestAdapter,
  type TestAdapterOptions,
} from './adapter-under-test.ts';
import {
  type DraftContainer,
  draftContainer,
  sealedEntries,
  type ZipEntry,
  zipOf,
} from './container-fixture.ts';
import { type OzBackend, startOzBackend } from './oz-backend.ts';

/** An adapter for the tests of one file, and what they do with it. */
export interface IntakeScene<Backend = OzBackend> {
  readonly adapter: () => AdapterUnderTest;
  readonly backend: () => Backend;
  open(): Promise<{ session: OpenSession; draft: DraftContainer }>;
  /** Seals the draft, lets `edit` change the zip's entries and `patch` its bytes, and uploads it. */
  send(change?: ContainerChange): Promise<Reply>;
}

interface ContainerChange {
  readonly draft?: (draft: DraftContainer) => void | Promise<void>;
  readonly edit?: (entries: ZipEntry[]) => ZipEntry[];
  readonly patch?: (zip: Buffer) => Buffer;
}

interface Reply {
  readonly status: number;
  /** `accepted`, or the code of the refusal. */
  readonly code: 'accepted' | ErrorCode;
  readonly session: OpenSession;
}

export function useIntake(options: TestAdapterOptions = {}): IntakeScene {
  return useIntakeOn(async () => {
    const backend = await startOzBackend();
    return Object.assign(backend, { remove: () => backend.stop() });
  }, options);
}

/** On any backend. */
export function useIntakeOn<Backend extends { readonly apiUrl: string; remove(): Promise<void> }>(
  start: () => Promise<Backend>,
  options: TestAdapterOptions = {},
): IntakeScene<Backend> {
  let running: { adapter: AdapterUnderTest; backend: Backend } | undefined;
  const now = () => {
    if (running === undefined) throw new Error('the scene runs only while its tests do');
    return running;
  };
  beforeAll(async () => {
    const backend = await start();
    running = { backend, adapter: await startTestAdapter(backend.apiUrl, options) };
  });
  afterAll(async () => {
    await now().adapter.remove();
    await now().backend.remove();
  });
  const open: IntakeScene<Backend>['open'] = async () => {
    const { adapter } = now();
    const session = await adapter.open();
    return { session, draft: await draftContainer(session.init, { origin: adapter.url }) };
  };
  return {
    adapter: () => now().adapter,
    backend: () => now().backend,
    open,
    send: async (changes: ContainerChange = {}) => {
      const { draft: change, edit = (all) => all, patch = (zip) => zip } = changes;
      const { session, draft } = await open();
      await change?.(draft);
      const zip = await zipOf(edit(await sealedEntries(draft, session.key)));
      const answer = await session.upload(patch(zip));
      const body = await answer.json();
      return { status: answer.status, code: answer.status === 202 ? 'accepted' : body.code, session };
    },
  };
}

/** The same zip with one name written over another of equal length, in both places a zip holds it. */
export function renamed(zip: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error('both names need the same length');
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

/** Changes each entry's record in the zip's central directory (APPNOTE 4.3.12). */
export function patchedRecords(zip: Buffer, change: (record: Buffer, name: string) => void): Buffer {
  const copy = Buffer.from(zip);
  const signature = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  for (let at = copy.indexOf(signature); at >= 0; at = copy.indexOf(signature, at + 46)) {
    const length = copy.readUInt16LE(at + 28);
    change(copy.subarray(at, at + 46), copy.toString('latin1', at + 46, at + 46 + length));
  }
  return copy;
}
