/** What `pageCamera` needs to know; crosses into the page. */
export interface PageCamera {
  /** Address of an MJPEG clip the page may fetch from another origin; it is played in a loop. */
  readonly clipUrl: string;
  readonly framesPerSecond: number;
  /** Frames of the clip for one second of it. */
  readonly clipFps: number;
}

/**
 * Runs inside a page, before its own scripts: from then on `getUserMedia` gives a track that plays the clip. For browsers whose
 * fake camera cannot play a file. Uses nothing from outside its own braces.
 */
export function pageCamera({ clipUrl, framesPerSecond, clipFps }: PageCamera): void {
  const START_OF_IMAGE = 0xd8;
  const END_OF_IMAGE = 0xd9;
  const cut = (bytes: Uint8Array<ArrayBuffer>): Blob[] => {
    const frames: Blob[] = [];
    let start = -1;
    // 0xff inside coded data is always followed by 0x00, so the two markers stand only at a picture's ends.
    for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
      if (bytes[at + 1] === START_OF_IMAGE && start < 0) start = at;
      if (bytes[at + 1] === END_OF_IMAGE && start >= 0) {
        frames.push(new Blob([bytes.subarray(start, at + 2)], { type: 'image/jpeg' }));
        start = -1;
      }
    }
    return frames;
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const reply = await fetch(clipUrl);
    if (!reply.ok) throw new DOMException('the clip could not be loaded', 'NotReadableError');
    const frames = cut(new Uint8Array(await reply.arrayBuffer()));
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (context === null) throw new DOMException('the canvas gives no context', 'NotReadableError');
    canvas.width = 640;
    canvas.height = 480;
    const stream = canvas.captureStream();
    const [track] = stream.getVideoTracks();
    const startedMs = performance.now();
    const draw = async (): Promise<void> => {
      if (track?.readyState !== 'live') return;
      const index = Math.floor(((performance.now() - startedMs) / 1000) * clipFps) % frames.length;
      const frame = frames[index];
      if (frame === undefined) return;
      const bitmap = await createImageBitmap(frame);
      context.drawImage(bitmap, 0, 0);
      bitmap.close();
      setTimeout(() => void draw(), 1000 / framesPerSecond);
    };
    await draw();
    return stream;
  };
}
