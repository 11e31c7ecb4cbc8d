import { type Html, html } from './html.ts';

/** Served with the browser SDK; fills the elements of `selfCheckSection`. */
export const SELF_CHECK_SCRIPT = 'plugin/selfcheck.js';

/** The self-check of camera and browser. Its script is a file, because the page's policy forbids inline ones. */
export function selfCheckSection(): Html {
  return html`<section aria-labelledby="self-check" data-self-check><h2 id="self-check">Camera and browser</h2>
<p class="soft">Runs browser, camera and face detector for some seconds the way a capture does, in this browser, on this device. Nothing is recorded, and no picture leaves the page.</p>
<div class="check"><button type="button" disabled>Check this browser</button><p role="status"></p></div>
<video hidden muted playsinline aria-hidden="true" tabindex="-1"></video>
<ul class="findings" aria-label="Findings"></ul>
<noscript><p class="warn">The self-check needs JavaScript.</p></noscript></section>`;
}
