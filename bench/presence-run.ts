import type { Page } from 'playwright-core';

/** What one visit to a page that embeds Presence was measured to take. Milliseconds count from `open()`. */
export interface PresenceRun {
  readonly cameraMs: number;
  /** Somebody knows where the face is: the finder, or the detector where that was sooner. */
  readonly foundMs: number;
  /** The first mesh of 478 points. */
  readonly measuredMs: number;
  /** Sum over all main-thread tasks of what each took beyond 50 ms, from `open()` to the verdict. */
  readonly blockingMs: number;
  readonly fps: number;
  /** From the last frame of the last gesture to `on_complete`. */
  readonly verdictMs: number;
  /** Bytes after `open()` (response bodies as sent, brotli where the server compresses) until camera and first hint are there. */
  readonly bytesToGuidance: number;
  /** The same until the first face is found. */
  readonly bytesToFound: number;
  /** The same until it is measured. */
  readonly bytesToMeasured: number;
}

interface TelemetryEvent {
  readonly name: string;
  readonly time_ms: number;
  readonly data: Record<string, unknown>;
}

/** What the page itself notes; times are of `performance.now()`. */
interface PageMarks {
  readonly openedMs: number;
  readonly cameraMs: number;
  readonly completedMs: number;
  readonly blockingMs: number;
  readonly error: string;
}

/**
 * Runs inside the page: one capture with no callback but those every site has. Notes when the first camera picture is on
 * screen, wherever in the page the video is, and every long task between `open()` and the verdict.
 */
function captureWithMarks(action: string): Promise<PageMarks> {
  return new Promise((resolve) => {
    let cameraMs = 0;
    const tasks: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    observer.observe({ type: 'longtask' });
    const canvas = new OffscreenCanvas(16, 12);
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    /** A camera may give black pictures before it gives its own. */
    const hasPicture = (video: HTMLVideoElement): boolean => {
      pen?.drawImage(video, 0, 0, 16, 12);
      return (
        pen?.getImageData(0, 0, 16, 12).data.some((value, index) => index % 4 !== 3 && value > 32) === true
      );
    };
    const look = (): void => {
      const nowMs = performance.now();
      for (const host of document.querySelectorAll('*')) {
        const video = host.shadowRoot?.querySelector('video');
        if (!video || video.videoWidth === 0 || video.currentTime === 0) continue;
        if (video.getClientRects().length === 0) continue;
        // Neither hidden nor wholly transparent, nor anything it stands in.
        if (!video.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        if (!hasPicture(video)) continue;
        cameraMs = nowMs;
        return;
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    const openedMs = performance.now();
    const finish = (error: string): void => {
      const completedMs = performance.now();
      // The task that brought the verdict is only reported when it is over.
      setTimeout(() => {
        const blockingMs = tasks
          .filter((task) => task.startTime >= openedMs && task.startTime <= completedMs)
          .reduce((sum, task) => sum + Math.max(0, task.duration - 50), 0);
        observer.disconnect();
        resolve({ openedMs, cameraMs, completedMs, blockingMs, error });
      }, 300);
    };
    const { OzLiveness } = window as unknown as { OzLiveness: { open(options: unknown): void } }; // the script tag defines it
    OzLiveness.open({
      action: [action],
      on_complete: () => finish(''),
      on_error: (error: { code: string; message: string }) => finish(`${error.code}: ${error.message}`),
    });
  });
}

/** One capture on a page that has been open for `settleMs`, as when a person reads a line and clicks, measured. */
export async function measurePresence(page: Page, action: string, settleMs: number): Promise<PresenceRun> {
  const events: TelemetryEvent[] = [];
  const sizes: Promise<{ at: number; bytes: number }>[] = [];
  page.on('request', (request) => {
    if (!/\/tm(\.php)?$/.test(new URL(request.url()).pathname)) return;
    const batch = JSON.parse(request.postData() ?? '{"events":[]}') as { events: TelemetryEvent[] }; // our own telemetry
    events.push(...batch.events);
  });
  page.on('requestfinished', (request) => {
    const at = Date.now();
    sizes.push(request.sizes().then(({ responseBodySize }) => ({ at, bytes: responseBodySize })));
  });
  await page.waitForTimeout(settleMs);
  const openedAt = Date.now();
  const marks = await page.evaluate(captureWithMarks, action);
  if (marks.error !== '') throw new Error(`the measured capture failed: ${marks.error}`);
  const time = (name: string): number => {
    const found = events.find((event) => event.name === name);
    if (!found)
      throw new Error(`no telemetry event ${name} among ${events.map((event) => event.name).join(' ')}`);
    return found.time_ms;
  };
  const measuredMs = time('face.first');
  const sighted = events.find((event) => event.name === 'face.sighted');
  const foundMs = Math.min(measuredMs, sighted?.time_ms ?? measuredMs);
  const tracked = Number(events.find((event) => event.name === 'tracker.summary')?.data.tracked);
  const lastGestureMs = Math.max(
    ...events.filter(({ name }) => name === 'action.captured').map((event) => event.time_ms),
  );
  const all = await Promise.all(sizes);
  const bytesUntil = (limit: number): number =>
    all.filter(({ at }) => at >= openedAt && at <= limit).reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    cameraMs: marks.cameraMs - marks.openedMs,
    foundMs,
    measuredMs,
    blockingMs: marks.blockingMs,
    fps: tracked / ((time('tracker.summary') - measuredMs) / 1000),
    verdictMs: time('result.received') - lastGestureMs,
    bytesToGuidance: bytesUntil(openedAt + time('camera.ready')),
    bytesToFound: bytesUntil(openedAt + foundMs),
    bytesToMeasured: bytesUntil(openedAt + measuredMs),
  };
}
