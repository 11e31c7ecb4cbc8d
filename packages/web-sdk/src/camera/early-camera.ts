import { type CameraWish, constraintsOf } from './camera-wish.ts';
import { stopStream } from './race-with-time.ts';

/** A camera that was asked for, and when. */
export interface AskedCamera {
  readonly stream: Promise<MediaStream>;
  /** `performance.now()` */
  readonly askedMs: number;
  /** The same when the camera was there; undefined until then. */
  cameMs(): number | undefined;
  /** The same when its first picture was seen; undefined where nobody looked yet. */
  picturedMs(): number | undefined;
}

/**
 * A camera asked for at the very start of `open()`, beside everything else that has to be loaded and drawn: cameras take longer
 * than all of that. Whoever turns out to need another one only loses the head start.
 */
export interface EarlyCamera {
  /** Asks the browser at once, unless it was asked before. */
  ask(wish: CameraWish): void;
  /** The camera asked for, if it is this one; whoever looks at it leaves it here. */
  asked(wish: CameraWish): Promise<MediaStream> | undefined;
  /** Its first picture is on screen. */
  pictured(): void;
  /** Once: the camera asked for, if it is the one wanted; another one is let go. */
  take(wish: CameraWish): AskedCamera | undefined;
  /** Lets go what nobody took. */
  drop(): void;
}

/** @param devices the browser's, which is undefined where pages may have no camera. */
export function earlyCamera(devices: MediaDevices | undefined, now = () => performance.now()): EarlyCamera {
  let asked: (AskedCamera & { readonly wish: string; saw(): void }) | undefined;
  const drop = () => {
    asked?.stream.then(stopStream, () => undefined);
    asked = undefined;
  };
  return {
    ask: (wish) => {
      if (asked !== undefined || typeof devices?.getUserMedia !== 'function') return;
      const stream = devices.getUserMedia(constraintsOf(wish));
      let cameMs: number | undefined;
      // Who takes it hears of a refusal.
      stream.then(
        () => {
          cameMs = now();
        },
        () => undefined,
      );
      let picturedMs: number | undefined;
      asked = {
        stream,
        askedMs: now(),
        cameMs: () => cameMs,
        picturedMs: () => picturedMs,
        saw: () => {
          picturedMs ??= now();
        },
        wish: JSON.stringify(wish),
      };
    },
    pictured: () => asked?.saw(),
    asked: (wish) => (asked?.wish === JSON.stringify(wish) ? asked.stream : undefined),
    take: (wish) => {
      const found = asked;
      if (found?.wish !== JSON.stringify(wish)) {
        drop();
        return undefined;
      }
      asked = undefined;
      return found;
    },
    drop,
  };
}
