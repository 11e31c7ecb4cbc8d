import JSZip from 'jszip';

/** Frames as a zip such as the adapter sends for one action. */
export async function shotSet(frames: readonly Uint8Array[]): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const [index, frame] of frames.entries()) {
    // A fixed date: the same frames give the same bytes.
    zip.file(`${String(index + 1).padStart(4, '0')}.jpg`, frame, { date: new Date(0) });
  }
  return zip.generateAsync({ type: 'uint8array', compression: 'STORE' });
}
