import type { PhotoAction, PhotoSource, VideoAction } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';
import type {
  ActionImages,
  FromContainerWorker,
  SealedContainer,
  SealFacts,
  ToContainerWorker,
} from '../model/container-messages.ts';
import type { TrackedFrame } from '../model/face-tracker.ts';

/** Milliseconds the worker may take to be loaded: a server that takes the request and never answers looks like a slow one. */
const START_LIMIT_MS = 45_000;

type Start = Extract<ToContainerWorker, { kind: 'start' }>;

export interface ContainerOptions extends Omit<Start, 'kind'> {
  readonly signal: AbortSignal;
  /** The worker starts when this resolves, or with the first call that needs it. */
  readonly when: Promise<unknown>;
  spawn(): Worker;
}

/** The container worker as the session sees it. Calls are answered in the order they are made. */
export interface ContainerClient {
  /** IANA name of the browser's time zone. Throws as the other calls do. */
  timeZone(): Promise<string>;
  beginAction(index: number, action: VideoAction): void;
  /** Takes the frame's bitmap over. */
  addFrame(frame: TrackedFrame): void;
  endAction(
    index: number,
    outcome: 'performed' | 'manual',
    images: boolean,
  ): Promise<{ readonly frames: number; readonly images: ActionImages | null }>;
  /** Takes the bitmap over. @returns the photo as a data URL if `image` asks for it. */
  addPhoto(photo: {
    readonly action: PhotoAction;
    readonly source: PhotoSource;
    readonly bitmap: ImageBitmap;
    readonly image: boolean;
  }): Promise<string | null>;
  seal(facts: SealFacts): Promise<SealedContainer>;
  close(): void;
}

type Answer<K extends FromContainerWorker['kind']> = Extract<FromContainerWorker, { kind: K }>;

export function startContainer(options: ContainerOptions): ContainerClient {
  let worker: Worker | undefined;
  let started: Promise<Answer<'started'>> | undefined;
  const waiting: { resolve(answer: FromContainerWorker): void; reject(reason: unknown): void }[] = [];
  let failure: unknown;

  const fail = (reason: unknown) => {
    failure ??= reason;
    for (const call of waiting.splice(0)) call.reject(failure);
  };
  /** The worker answers in order, so the oldest open call is the one that is meant. */
  const call = async <K extends FromContainerWorker['kind']>(
    kind: K,
    message: ToContainerWorker,
    transfer: Transferable[] = [],
  ): Promise<Answer<K>> => {
    if (failure !== undefined) throw failure;
    const answer = await new Promise<FromContainerWorker>((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker?.postMessage(message, transfer);
    });
    if (answer.kind !== kind) throw new CaptureError('internal_error', `Unexpected answer ${answer.kind}.`);
    // Checked one line above; TypeScript does not narrow a union by a generic kind.
    return answer as Answer<K>;
  };
  const begin = async (): Promise<Answer<'started'>> => {
    if (failure !== undefined) throw failure;
    const late = setTimeout(
      () => fail(new CaptureError('internal_error', 'The container worker did not start in time.')),
      START_LIMIT_MS,
    );
    worker = options.spawn();
    hear(worker, fail, (answer) => waiting.shift()?.resolve(answer));
    const { privateKey, maxFramesPerAction, lossless, movieMaker, maxFileBytes } = options;
    const message: Start = {
      kind: 'start',
      privateKey,
      maxFramesPerAction,
      lossless,
      movieMaker,
      maxFileBytes,
    };
    return call<'started'>('started', message).finally(() => clearTimeout(late));
  };
  const start = (): Promise<Answer<'started'>> => {
    if (started === undefined) {
      started = begin();
      started.catch(fail);
    }
    return started;
  };
  const post = (message: ToContainerWorker, transfer: Transferable[] = []) => {
    void start();
    worker?.postMessage(message, transfer);
  };
  const ask: typeof call = (kind, message, transfer) => {
    void start();
    return call(kind, message, transfer);
  };
  const close = () => {
    worker?.terminate();
    options.signal.removeEventListener('abort', onAbort);
  };
  const onAbort = () => {
    close();
    fail(options.signal.reason);
  };

  options.signal.addEventListener('abort', onAbort);
  options.when.then(start).catch(() => undefined);

  return {
    timeZone: async () => (await start()).timeZone,
    beginAction: (index, action) => post({ kind: 'begin_action', index, action }),
    addFrame: ({ timeMs, picture, observation }) =>
      post({ kind: 'frame', timeMs, picture, observation }, [picture]),
    endAction: async (index, outcome, images) => {
      const answer = await ask('action_ended', { kind: 'end_action', index, outcome, images });
      return { frames: answer.frames, images: answer.images };
    },
    addPhoto: async (photo) => {
      const { image } = await ask('photo_added', { kind: 'photo', ...photo }, [photo.bitmap]);
      return image;
    },
    seal: (facts) => ask('sealed', { kind: 'seal', facts }),
    close,
  };
}

function hear(
  worker: Worker,
  fail: (reason: CaptureError) => void,
  answered: (answer: FromContainerWorker) => void,
): void {
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    fail(new CaptureError('internal_error', `The container worker failed: ${event.message}`));
  });
  worker.addEventListener('message', ({ data }: MessageEvent<FromContainerWorker>) => {
    if (data.kind === 'failed')
      fail(new CaptureError('internal_error', `The capture could not be packed: ${data.reason}`));
    else answered(data);
  });
}
