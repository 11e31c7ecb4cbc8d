import { type CaptureManifest, MANIFEST_FILE, manifestSchema } from '@presence/protocol';
import JSZip from 'jszip';
import type { Page } from 'playwright-core';

/** Lets a page keep what it uploads, so that a test can read it. Call before the page loads. */
export async function keepSentContainers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sent: Blob[] = [];
    Object.assign(window, { sentContainers: sent });
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (body) {
      if (body instanceof Blob) sent.push(body);
      send.call(this, body);
    };
  });
}

/** The manifest of the container the page uploaded last, checked against its schema. */
export async function sentManifest(page: Page): Promise<CaptureManifest> {
  const dataUrl = await page.evaluate(async () => {
    const { sentContainers } = window as unknown as { sentContainers: Blob[] }; // set by the script above
    const last = sentContainers.at(-1);
    if (last === undefined) throw new Error('nothing was uploaded');
    return await new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.readAsDataURL(last);
    });
  });
  const zip = await JSZip.loadAsync(dataUrl.slice(dataUrl.indexOf(',') + 1), { base64: true });
  return manifestSchema.parse(JSON.parse((await zip.file(MANIFEST_FILE)?.async('text')) ?? ''));
}
