import { type EarlyCamera, earlyCamera } from '../camera/early-camera.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import { firstWish } from './first-wish.ts';

/** What `open()` sets going at once while the SDK itself is still being loaded. */
export interface HeadStart {
  readonly camera: EarlyCamera;
  /** The adapter's answer to `GET config.php`, once. */
  takeConfig(): Promise<Response> | undefined;
}

export interface StartingHeadStart extends HeadStart {
  /** `options` as the page gave them, not yet checked: whatever is wrong with them is said later. */
  begin(options: OpenOptions): void;
  drop(): void;
}

/** @param configUrl null where no adapter answers it. */
export function headStart(adapterUrl: string, configUrl: string | null): StartingHeadStart {
  const camera = earlyCamera(navigator.mediaDevices);
  let config: Promise<Response> | undefined;
  const takeConfig = () => {
    const taken = config;
    config = undefined;
    return taken;
  };
  return {
    camera,
    takeConfig,
    begin: (options) => {
      if (configUrl !== null) {
        config = fetch(configUrl, { credentials: 'omit', cache: 'no-store' });
        // Who takes it hears of a failure.
        config.catch(() => undefined);
      }
      try {
        const wish = firstWish(options, undefined, adapterUrl);
        if (wish !== undefined) camera.ask(wish);
      } catch {
        // Options of another shape than documented: the SDK says so when it is there.
      }
    },
    drop: () => {
      camera.drop();
      config = undefined;
    },
  };
}
