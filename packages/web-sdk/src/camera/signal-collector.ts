import type { InjectionSignals } from '@presence/protocol';
import type { FrameTick } from '../model/frame-tick.ts';
import type { InterruptionReason } from '../model/interruption.ts';
import { automationHints } from './automation-hints.ts';
import { browserFacts } from './browser-facts.ts';
import { capabilityFacts } from './capability-facts.ts';
import { duplicateCounter } from './duplicate-counter.ts';
import { type InterfaceInspection, interfaceInspection } from './inspect-interfaces.ts';
import { intervalStatistics } from './interval-statistics.ts';
import type { Camera } from './open-camera.ts';

/** Interruptions listed at most; a capture with more is not going to be finished. */
const MAX_INTERRUPTIONS = 100;

/**
 * Gathers injection signals while a capture runs: microseconds for each picture, and once a look at the page's interfaces,
 * which takes tens of milliseconds: when the first picture was tracked and the page has nothing else to do. Judges nothing. Figures go on over interruptions and changes of camera.
 */
export interface SignalCollector {
  /** Only pictures of a face are looked at: a document lies still. */
  opened(camera: Camera, subject: 'face' | 'document'): void;
  tick(tick: FrameTick): void;
  /** Hash of a picture as the tracker sends it. */
  picture(hash: number): void;
  interrupted(reason: InterruptionReason): void;
  /** Number of cameras the browser lists. */
  cameras(count: number): void;
  /** Undefined until a camera was open. */
  signals(): InjectionSignals | undefined;
}

/** @param whenIdle calls back when the page has time. */
export function signalCollector(whenIdle: (act: () => void) => void = idle): SignalCollector {
  const intervals = intervalStatistics();
  const duplicates = duplicateCounter();
  const interruptions: string[] = [];
  let camera: Camera | undefined;
  let watching = false;
  let looking = false;
  let inspection: InterfaceInspection | undefined;
  let interfaces: InjectionSignals['interfaces'] | undefined;
  let automation: InjectionSignals['automation'] | undefined;
  let firstFrameMs: number | null = null;
  let opened = 0;
  let cameras = 0;

  const inspect = (): void => {
    if (inspection !== undefined) interfaces ??= inspection.result();
  };
  const look = () => {
    inspect();
    if (interfaces !== undefined) automation ??= automationHints(browserFacts());
  };
  /** In pieces, since the detector computes beside it: a page must answer the person at any time. */
  const lookWhenIdle = () =>
    whenIdle(() => {
      if (interfaces === undefined) inspection?.prepare();
      whenIdle(() => {
        inspect();
        whenIdle(look);
      });
    });

  return {
    opened: (next, subject) => {
      watching = subject === 'face';
      if (!watching) return;
      camera = next;
      inspection ??= interfaceInspection(next);
      opened += 1;
      intervals.pause();
    },
    tick: (tick) => {
      if (!watching) return;
      intervals.add(tick);
      if (opened === 1 && firstFrameMs === null && camera !== undefined)
        firstFrameMs = Math.max(0, (camera.picturedMs ?? tick.presentedMs) - camera.openedMs);
    },
    picture: (hash) => {
      if (!watching) return;
      duplicates.add(hash);
      if (looking) return;
      looking = true;
      lookWhenIdle();
    },
    interrupted: (reason) => {
      intervals.pause();
      if (interruptions.length < MAX_INTERRUPTIONS) interruptions.push(reason);
    },
    cameras: (count) => {
      cameras = count;
    },
    signals: () => {
      look();
      if (camera === undefined || interfaces === undefined || automation === undefined) return undefined;
      const { settings } = camera;
      return {
        version: 1,
        capabilities: capabilityFacts(camera.capabilities),
        identity: {
          device_id: isNamed(settings.deviceId),
          group_id: isNamed(settings.groupId),
          cameras,
          opened,
        },
        timing: {
          open_ms: tenth(camera.tookMs),
          first_frame_ms: firstFrameMs === null ? null : tenth(firstFrameMs),
          ...intervals.figures(),
        },
        frames: duplicates.counts(),
        interfaces,
        automation,
        interruptions: [...interruptions],
      };
    },
  };
}

function idle(act: () => void): void {
  // Not in Safari.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 500);
}

function isNamed(id: string | undefined): boolean {
  return id !== undefined && id !== '';
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
