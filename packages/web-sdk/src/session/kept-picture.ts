import type { CameraEntry } from '@presence/protocol';
import { listCameras } from '../camera/list-cameras.ts';
import { type Facing, facingOf, type ListedCamera } from '../camera/main-lens.ts';
import {
  OPENING,
  type PictureEffect,
  type PictureEvent,
  type PictureState,
  stepPicture,
} from '../camera/picture-machine.ts';
import type { RememberedCamera } from '../camera/remembered-camera.ts';
import type { CameraHelpId } from '../model/camera-help.ts';
import { CaptureError, toCaptureError } from '../model/capture-error.ts';
import type { CaptureView } from '../model/capture-view.ts';
import type { InterruptionReason } from '../model/interruption.ts';
import type { Subject } from './group-actions.ts';
import type { LivePicture } from './live-picture.ts';
import type { ViewEvents } from './view-events.ts';

/** Milliseconds between two looks at the clock. */
const TICK_MS = 100;

/** What may happen to a camera while it opens and while it runs. */
export interface PictureWatch {
  onSlow(): void;
  onEnded(): void;
  onMuted(muted: boolean): void;
}

export interface KeptPictureOptions {
  readonly view: CaptureView;
  readonly events: ViewEvents;
  readonly signal: AbortSignal;
  /** Milliseconds the page may be hidden before the capture fails with `tab_hidden`. */
  readonly awayLimitMs: number;
  readonly remembered: RememberedCamera;
  /** Shown when the person takes long to allow the camera. */
  readonly help: CameraHelpId;
  facingFor(subject: Subject): Facing;
  /** The camera to open first; undefined leaves it to the direction. */
  firstDevice(subject: Subject): string | undefined;
  open(subject: Subject, deviceId: string | undefined, watch: PictureWatch): Promise<LivePicture>;
  onInterrupted(reason: InterruptionReason): void;
  onCameras(count: number): void;
  /** The picture cannot be kept: ends the attempt. */
  fail(error: unknown): void;
}

/**
 * The camera's picture for as long as a capture needs it. It outlives an unplugged camera, a call, a turned phone and a
 * short look at another page: who captures waits for `steady`, works until `interrupted`, and starts over.
 */
export interface KeptPicture {
  /** The camera that filmed the face last, for the manifest; else the one that filmed a document, if any. */
  readonly entry: CameraEntry | null;
  /** Opens the camera for this subject unless it is open for it. Throws as openCamera does. */
  use(subject: Subject): Promise<void>;
  /** Lets the camera go while it is not needed; nothing interrupts until `use`. Phones hide a page that chooses a file. */
  rest(): void;
  /** Resolves when the picture is live and nothing disturbs it. Rejects with the signal's reason. */
  steady(): Promise<void>;
  /** Resolves at the next interruption. */
  interrupted(): Promise<void>;
  close(): void;
}

/** Keeps pictures, and opens the first one if it is known what of. Throws as openCamera does. */
export async function keepPicture(
  options: KeptPictureOptions,
  first: Subject | undefined,
): Promise<KeptPicture> {
  const keeper = new PictureKeeper(options);
  try {
    if (first === undefined) keeper.rest();
    else await keeper.use(first);
  } catch (thrown) {
    keeper.close();
    throw thrown;
  }
  return keeper;
}

class PictureKeeper implements KeptPicture {
  readonly #options: KeptPictureOptions;
  readonly #closing = new AbortController();
  #state: PictureState = OPENING;
  #live: LivePicture | undefined;
  #subject: Subject = 'face';
  #faceEntry: CameraEntry | undefined;
  #documentEntry: CameraEntry | undefined;
  #size = '';
  #waiting: (() => void)[] = [];
  #interrupted: (() => void)[] = [];
  #timer: ReturnType<typeof setInterval>;

  constructor(options: KeptPictureOptions) {
    this.#options = options;
    const { signal } = this.#closing;
    const { video } = options.view;
    document.addEventListener('visibilitychange', () => this.#onVisibility(), { signal });
    video.addEventListener('resize', () => this.#onResize(), { signal });
    navigator.mediaDevices.addEventListener?.('devicechange', () => void this.#listCameras(), { signal });
    const stopListening = options.events.listen((event) => {
      if (event.kind !== 'camera' || event.deviceId === this.#live?.camera.deviceId) return;
      this.#send({ kind: 'chosen', timeMs: performance.now(), deviceId: event.deviceId });
    });
    signal.addEventListener('abort', stopListening);
    this.#timer = setInterval(() => this.#send({ kind: 'tick', timeMs: performance.now() }), TICK_MS);
    if (document.visibilityState === 'hidden') this.#onVisibility();
  }

  get entry(): CameraEntry | null {
    return this.#faceEntry ?? this.#documentEntry ?? null;
  }

  async use(subject: Subject): Promise<void> {
    if (this.#live !== undefined && this.#subject === subject) return;
    this.#subject = subject;
    this.#send({ kind: 'replacing', timeMs: performance.now() });
    this.#closeLive();
    const { view } = this.#options;
    view.show({ kind: 'camera', slow: false });
    await this.#open(this.#options.firstDevice(subject), () =>
      view.show({ kind: 'camera', slow: true, help: this.#options.help }),
    );
    this.#send({ kind: 'opened', timeMs: performance.now() });
  }

  rest(): void {
    this.#send({ kind: 'rest', timeMs: performance.now() });
    this.#closeLive();
    this.#options.view.setCameras([], '');
  }

  async steady(): Promise<void> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    while (this.#state.kind !== 'steady') {
      await new Promise<void>((resolve, reject) => {
        const onAbort = () => reject(signal.reason);
        signal.addEventListener('abort', onAbort, { once: true });
        this.#waiting.push(() => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        });
      });
    }
  }

  interrupted(): Promise<void> {
    return new Promise((resolve) => this.#interrupted.push(resolve));
  }

  close(): void {
    this.#closing.abort();
    clearInterval(this.#timer);
    this.#closeLive();
    this.#options.view.interrupt(null);
    this.#options.view.setCameras([], '');
  }

  async #open(deviceId: string | undefined, onSlow: () => void = () => undefined): Promise<void> {
    const now = () => performance.now();
    const live = await this.#options.open(this.#subject, deviceId, {
      onSlow,
      onEnded: () => this.#send({ kind: 'ended', timeMs: now() }),
      onMuted: (muted) => this.#send({ kind: muted ? 'muted' : 'unmuted', timeMs: now() }),
    });
    if (this.#closing.signal.aborted) return live.close();
    this.#live = live;
    this.#size = this.#currentSize();
    if (this.#subject === 'face') this.#faceEntry = live.camera.entry;
    else this.#documentEntry = live.camera.entry;
    void this.#listCameras();
  }

  #closeLive(): void {
    this.#live?.close();
    this.#live = undefined;
  }

  #send(event: PictureEvent): void {
    if (this.#closing.signal.aborted) return;
    const { state, effects } = stepPicture(this.#state, event, this.#options.awayLimitMs);
    this.#state = state;
    for (const effect of effects) this.#apply(effect);
  }

  #apply(effect: PictureEffect): void {
    switch (effect.kind) {
      case 'interrupt':
        this.#options.view.interrupt(effect.reason);
        this.#options.onInterrupted(effect.reason);
        for (const tell of this.#interrupted.splice(0)) tell();
        return;
      case 'resume':
        this.#options.view.interrupt(null);
        for (const go of this.#waiting.splice(0)) go();
        return;
      case 'reopen':
        this.#reopen(effect).then(
          () => this.#send({ kind: 'opened', timeMs: performance.now() }),
          (thrown: unknown) => this.#options.fail(thrown),
        );
        return;
      case 'fail':
        this.#options.fail(new CaptureError(effect.code, effect.message));
    }
  }

  async #reopen(effect: Extract<PictureEffect, { kind: 'reopen' }>): Promise<void> {
    const before = this.#live?.camera.deviceId;
    this.#closeLive();
    if (effect.which === 'any') return this.#openAny(before);
    if (effect.which !== 'chosen') return this.#open(before || undefined);
    const { remembered, signal } = this.#options;
    const facing = this.#options.facingFor(this.#subject);
    remembered.set(facing, effect.deviceId);
    try {
      await this.#open(effect.deviceId);
    } catch (thrown) {
      // A window closed in this moment says nothing against the camera.
      if (signal.aborted) throw thrown;
      remembered.forget(facing);
      // A camera that another program holds: better the one from before than none.
      if (before === undefined) throw thrown;
      await this.#open(before);
    }
  }

  /** The camera ended: it is opened again if it is still there, else another one. */
  async #openAny(before: string | undefined): Promise<void> {
    const cameras = await listCameras();
    this.#forgetGone(cameras);
    const facing = this.#options.facingFor(this.#subject);
    const others = cameras.filter(({ deviceId }) => deviceId !== before);
    const sameWay = others.find(({ label }) => facingOf(label) === facing);
    const still = cameras.find(({ deviceId }) => deviceId === before);
    const order: readonly (ListedCamera | undefined)[] = [still, sameWay ?? others[0]];
    let last: unknown;
    for (const candidate of order) {
      if (candidate === undefined) continue;
      try {
        return await this.#open(candidate.deviceId || undefined);
      } catch (thrown) {
        this.#options.signal.throwIfAborted();
        last = thrown;
      }
    }
    const code = last === undefined ? undefined : toCaptureError(last).code;
    if (code === 'camera_permission_denied') throw last;
    throw new CaptureError(
      'camera_lost',
      'The camera stopped during the capture and no other could be opened.',
      {
        cause: last,
      },
    );
  }

  /** Keeps the window's list of cameras, and forgets a remembered one that is gone. */
  async #listCameras(): Promise<void> {
    const cameras = await listCameras();
    if (this.#closing.signal.aborted || this.#live === undefined) return;
    this.#options.onCameras(cameras.length);
    this.#options.view.setCameras(named(cameras), this.#live.camera.deviceId);
    this.#forgetGone(cameras);
  }

  #forgetGone(cameras: readonly ListedCamera[]): void {
    const { remembered } = this.#options;
    const facing = this.#options.facingFor(this.#subject);
    const wanted = remembered.get(facing);
    const present = named(cameras);
    if (wanted !== undefined && present.length > 0 && !present.some(({ deviceId }) => deviceId === wanted))
      remembered.forget(facing);
  }

  #onVisibility(): void {
    const timeMs = performance.now();
    if (document.visibilityState === 'hidden') {
      this.#send({ kind: 'hidden', timeMs });
      return;
    }
    const track = this.#live?.camera.track;
    const usable = track !== undefined && track.readyState === 'live' && !track.muted;
    this.#send({ kind: 'shown', timeMs, usable });
    // Browsers stop a video in a hidden page; it has to be told to go on.
    if (usable) this.#options.view.video.play().catch(() => undefined);
  }

  #onResize(): void {
    const size = this.#currentSize();
    if (size === this.#size) return;
    const known = this.#size !== '';
    this.#size = size;
    if (known && size !== '') this.#send({ kind: 'turned', timeMs: performance.now() });
  }

  #currentSize(): string {
    const { videoWidth, videoHeight } = this.#options.view.video;
    return videoWidth === 0 ? '' : `${videoWidth}x${videoHeight}`;
  }
}

/** Those a person can tell apart. Browsers give no names before the camera is allowed. */
function named(cameras: readonly ListedCamera[]): ListedCamera[] {
  return cameras.filter(({ deviceId, label }) => deviceId !== '' && label !== '');
}
