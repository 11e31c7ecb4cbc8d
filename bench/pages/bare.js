// Opens the camera and reports when its first picture is on screen; then runs the bare tracking loop.
const video = document.querySelector('video');

async function camera(started) {
  video.srcObject = await navigator.mediaDevices.getUserMedia({
    video: { width: { ideal: 640 }, height: { ideal: 480 } },
  });
  await video.play();
  await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  return performance.now() - started;
}

/** Camera only: milliseconds to the first picture. */
window.cameraOnly = () => camera(performance.now());

/** Camera and detector; then frames tracked a second over `seconds`, one in flight, newest wins. */
window.trackingLoop = async (assets, seconds) => {
  const started = performance.now();
  const worker = new Worker('/bare-worker.js', { type: 'module' });
  const next = () =>
    new Promise((resolve) =>
      worker.addEventListener('message', (event) => resolve(event.data), { once: true }),
    );
  const ready = next();
  worker.postMessage({ kind: 'load', ...assets });
  const cameraMs = await camera(started);
  await ready;
  let firstFaceMs = 0;
  let tracked = 0;
  let until = Number.POSITIVE_INFINITY;
  let from = 0;
  while (performance.now() < until) {
    const timeMs = await new Promise((resolve) => video.requestVideoFrameCallback((now) => resolve(now)));
    const answer = next();
    const bitmap = await createImageBitmap(video);
    worker.postMessage({ kind: 'frame', bitmap, timeMs }, [bitmap]);
    const { count } = await answer;
    if (count > 0 && firstFaceMs === 0) {
      firstFaceMs = performance.now() - started;
      from = performance.now();
      until = from + seconds * 1000;
      tracked = 0;
    } else tracked++;
  }
  worker.terminate();
  return { cameraMs, firstFaceMs, fps: tracked / ((performance.now() - from) / 1000) };
};
