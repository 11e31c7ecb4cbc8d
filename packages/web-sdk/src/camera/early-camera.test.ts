import { describe, expect, it } from 'vitest';
import type { CameraWish } from './camera-wish.ts';
import { earlyCamera } from './early-camera.ts';

const WISH: CameraWish = { facing: 'user', deviceId: undefined, subject: 'face', ownShape: false };

/** The few members that are used, of what only a browser has. */
function fakeDevices(answer: () => Promise<MediaStream>) {
  const asked: MediaStreamConstraints[] = [];
  const getUserMedia = (constraints: MediaStreamConstraints) => {
    asked.push(constraints);
    return answer();
  };
  return { asked, devices: { getUserMedia } as unknown as MediaDevices };
}

function fakeStream() {
  const track = {
    stopped: false,
    stop: () => {
      track.stopped = true;
    },
  };
  return { track, stream: { getTracks: () => [track] } as unknown as MediaStream };
}

describe('a camera asked for early', () => {
  it('is asked for once and handed over once, with the time it was asked for', async () => {
    const { stream, track } = fakeStream();
    const { asked, devices } = fakeDevices(async () => stream);
    const early = earlyCamera(devices, () => 12);
    early.ask(WISH);
    early.ask({ ...WISH, facing: 'environment' });
    expect(asked).toEqual([
      {
        audio: false,
        video: {
          width: { ideal: 640 },
          height: { ideal: 480 },
          frameRate: { ideal: 30 },
          facingMode: { ideal: 'user' },
        },
      },
    ]);
    const taken = early.take(WISH);
    expect(taken?.askedMs).toBe(12);
    expect(await taken?.stream).toBe(stream);
    expect(early.take(WISH)).toBeUndefined();
    early.drop();
    await Promise.resolve();
    expect(track.stopped).toBe(false);
  });

  it('can be looked at before anybody takes it, and tells when it came and was seen', async () => {
    const { stream } = fakeStream();
    let timeMs = 10;
    const early = earlyCamera(fakeDevices(async () => stream).devices, () => timeMs);
    expect(early.asked(WISH)).toBeUndefined();
    early.pictured();
    early.ask(WISH);
    timeMs = 20;
    expect(await early.asked(WISH)).toBe(stream);
    expect(early.asked({ ...WISH, facing: 'environment' })).toBeUndefined();
    timeMs = 30;
    early.pictured();
    timeMs = 40;
    early.pictured();
    const taken = early.take(WISH);
    expect([taken?.askedMs, taken?.cameMs(), taken?.picturedMs()]).toEqual([10, 20, 30]);
    expect(early.asked(WISH)).toBeUndefined();
  });

  it('is let go when another one is wanted, or none', async () => {
    for (const end of [
      (early: ReturnType<typeof earlyCamera>) => early.take({ ...WISH, deviceId: 'rear' }),
      (early: ReturnType<typeof earlyCamera>) => early.drop(),
    ]) {
      const { stream, track } = fakeStream();
      const early = earlyCamera(fakeDevices(async () => stream).devices);
      early.ask(WISH);
      expect(end(early)).toBeUndefined();
      await Promise.resolve();
      expect(track.stopped).toBe(true);
    }
  });

  it('leaves a refusal to whoever takes it', async () => {
    const refused = new DOMException('no', 'NotAllowedError');
    const early = earlyCamera(fakeDevices(() => Promise.reject(refused)).devices);
    early.ask(WISH);
    await expect(early.take(WISH)?.stream).rejects.toBe(refused);
  });

  it('asks nobody where there are no cameras to be had', () => {
    const early = earlyCamera(undefined);
    early.ask(WISH);
    expect(early.take(WISH)).toBeUndefined();
  });
});
