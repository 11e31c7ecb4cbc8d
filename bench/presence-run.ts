import type { Page } from 'playwright-core';
import { type CallbackRecord, payloadOf, runCapture } from '../tests/support/host-page.ts';

/** What one visit to a page that embeds Presence was measured to take. Milliseconds count from `open()`. */
export interface PresenceRun {
  readonly cameraMs: number;
  readonly firstFaceMs: number;
  /** Sum over all main-thread tasks of what each took beyond 50 ms, from `open()` to the verdict. */
  readonly blockingMs: number;
  readonly fps: number;
  /** From the last frame of the last gesture to `on_complete`. */
  readonly verdictMs: number;
  /** Bytes on the wire (response bodies as sent, brotli where the server compresses) until the first face. */
  readonly bytesToFirstFace: number;
}

interface TelemetryEvent {
  readonly name: string;
  readonly time_ms: number;
  readonly data: Record<string, unknown>;
}

/** Watches long tasks and the first visible camera picture, wherever in the page the video is. */
function observe(): void {
  const marks = { blocking: 0, camera: 0, start: performance.now(), captured: 0, completed: 0 };
  Object.assign(window, { marks });
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) marks.blocking += Math.max(0, task.duration - 50);
  }).observe({ type: 'longtask' });
  const look = (): void => {
    for (const host of document.querySelectorAll('*')) {
      const video = host.shadowRoot?.querySelector('video');
      if (video && video.videoWidth > 0 && video.currentTime > 0 && video.getClientRects().length > 0) {
        marks.camera = performance.now();
        return;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** One capture on a fresh page, measured. */
export async function measurePresence(page: Page, action: string): Promise<PresenceRun> {
  const events: TelemetryEvent[] = [];
  const sizes: Promise<{ at: number; bytes: number }>[] = [];
  let firstFaceAt = Number.POSITIVE_INFINITY;
  page.on('request', (request) => {
    if (!/\/tm(\.php)?$/.test(new URL(request.url()).pathname)) return;
    const batch = JSON.parse(request.postData() ?? '{"events":[]}') as { events: TelemetryEvent[] }; // our own telemetry
    events.push(...batch.events);
  });
  page.on('requestfinished', (request) => {
    const at = Date.now();
    sizes.push(request.sizes().then(({ responseBodySize }) => ({ at, bytes: responseBodySize })));
  });
  await page.evaluate(observe);
  const openedAt = Date.now();
  const records: CallbackRecord[] = await runCapture(page, { action: [action] }, 60_000);
  const error = payloadOf(records, 'on_error');
  if (error) throw new Error(`the measured capture failed: ${JSON.stringify(error)}`);
  const complete = records.find(({ name }) => name === 'on_complete');
  if (!complete) throw new Error('the measured capture did not finish');
  await page.waitForTimeout(300);
  const marks = await page.evaluate(
    () => (window as unknown as { marks: { blocking: number; camera: number; start: number } }).marks, // set by observe()
  );
  const time = (name: string): number => {
    const found = events.find((event) => event.name === name);
    if (!found)
      throw new Error(`no telemetry event ${name} among ${events.map((event) => event.name).join(' ')}`);
    return found.time_ms;
  };
  const firstFaceMs = time('face.first');
  firstFaceAt = openedAt + firstFaceMs;
  const tracked = Number(events.find((event) => event.name === 'tracker.summary')?.data.tracked);
  const lastGestureMs = Math.max(
    ...events.filter(({ name }) => name === 'action.captured').map((event) => event.time_ms),
  );
  const all = await Promise.all(sizes);
  return {
    cameraMs: marks.camera - marks.start,
    firstFaceMs,
    blockingMs: marks.blocking,
    fps: tracked / ((time('tracker.summary') - firstFaceMs) / 1000),
    verdictMs: time('result.received') - lastGestureMs,
    bytesToFirstFace: all.filter(({ at }) => at <= firstFaceAt).reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
