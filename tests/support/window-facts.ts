import type { Page } from 'playwright-core';

/** What can be seen of an open capture window from outside. */
export interface WindowFacts {
  readonly lang: string;
  readonly title: string;
  /** Custom properties set by the page's `style`. */
  readonly style: Readonly<Record<string, string>>;
  /** What the running camera was asked for. */
  readonly constraints: MediaTrackConstraints;
  readonly notice: string;
}

/** Reads the window once its camera runs. The video's own track is asked: a patched getUserMedia would look like a virtual camera. */
export async function windowFacts(page: Page): Promise<WindowFacts> {
  const read = (): WindowFacts | false => {
    const host = document.querySelector<HTMLElement>('.oz-liveness');
    const root = host?.shadowRoot;
    const stream = root?.querySelector('video')?.srcObject;
    const dialog = root?.querySelector('dialog');
    if (!host || !root || !dialog?.open || !(stream instanceof MediaStream)) return false;
    return {
      lang: dialog.lang,
      title: root.querySelector('.prompt .title')?.textContent ?? '',
      style: Object.fromEntries([...host.style].map((name) => [name, host.style.getPropertyValue(name)])),
      constraints: stream.getVideoTracks()[0]?.getConstraints() ?? {},
      notice: root.querySelector('.notice:not([hidden])')?.textContent ?? '',
    };
  };
  const handle = await page.waitForFunction(read);
  return (await handle.jsonValue()) as WindowFacts; // the wait ends with nothing else
}

/** JSON bodies of the calls a page makes, by path without `.php`. */
export function watchCalls(page: Page): { readonly bodies: (path: string) => readonly unknown[] } {
  const seen: { readonly path: string; readonly body: unknown }[] = [];
  page.on('request', (request) => {
    const text = request.postData();
    if (request.method() !== 'POST' || text === null || !/^[{[]/.test(text)) return;
    seen.push({ path: new URL(request.url()).pathname.replace(/\.php$/, ''), body: JSON.parse(text) });
  });
  return { bodies: (path) => seen.filter((call) => call.path === path).map(({ body }) => body) };
}
