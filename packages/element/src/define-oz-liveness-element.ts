import {
  type CaptureOptions,
  type CaptureProps,
  createLivenessControl,
  type LivenessControl,
} from '@presence/web-sdk';
import { sendEvents } from './liveness-events.ts';
import type { OzLivenessElement } from './oz-liveness-element.ts';

/** Registers the element, once. Where there are no custom elements, as on a server, nothing happens. */
export function defineOzLivenessElement(name = 'oz-liveness'): void {
  if (typeof customElements === 'undefined' || customElements.get(name) !== undefined) return;
  customElements.define(name, elementClass());
}

/** Made on demand: a class cannot extend HTMLElement where there is none. */
function elementClass(): CustomElementConstructor {
  return class extends HTMLElement implements OzLivenessElement {
    options: CaptureOptions | undefined;
    #control: LivenessControl | undefined;
    readonly #slot = document.createElement('slot');

    constructor() {
      super();
      this.attachShadow({ mode: 'open' }).append(this.#slot);
      this.#slot.addEventListener('click', () => {
        if (this.#slot.name === '') this.open();
      });
    }

    connectedCallback(): void {
      this.#draw();
    }
    disconnectedCallback(): void {
      this.close();
    }
    /** Moved by `moveBefore()`: the capture goes on. */
    connectedMoveCallback(): void {}

    static readonly observedAttributes = ['adapter-url'];
    attributeChangedCallback(): void {
      this.close();
      this.#control = undefined;
    }

    get adapterUrl(): string {
      return this.getAttribute('adapter-url') ?? '/';
    }
    set adapterUrl(url: string) {
      this.setAttribute('adapter-url', url);
    }
    get action(): readonly string[] | null {
      return this.getAttribute('action')?.split(/\s+/).filter(Boolean) ?? null;
    }
    set action(ids: readonly string[] | null) {
      setOrRemove(this, 'action', ids?.join(' ') ?? null);
    }
    get meta(): Readonly<Record<string, string>> | null {
      const text = this.getAttribute('meta');
      // open() checks what it is and tells oz-error.
      return text === null ? null : (parsed(text) as Readonly<Record<string, string>>);
    }
    set meta(values: Readonly<Record<string, string>> | null) {
      setOrRemove(this, 'meta', values === null ? null : JSON.stringify(values));
    }
    get frames(): boolean {
      return this.hasAttribute('frames');
    }
    set frames(wanted: boolean) {
      this.toggleAttribute('frames', wanted);
    }

    get state() {
      return this.#live().state;
    }
    get langs() {
      return this.#live().langs;
    }
    check() {
      return this.#live().check();
    }
    preload() {
      return this.#live().preload();
    }
    open(): void {
      this.#live().open(captureProps(this), () => sendEvents(this, { frames: this.frames }));
    }
    close(): void {
      this.#control?.close();
    }
    hide(): void {
      this.#control?.hide();
    }

    #live(): LivenessControl {
      if (this.#control !== undefined) return this.#control;
      const control = createLivenessControl({ adapterUrl: this.adapterUrl });
      control.subscribe(() => this.#draw());
      this.#control = control;
      return control;
    }
    /** One slot whose name changes: no style sheet is needed to hide the others. */
    #draw(): void {
      const { window: seen, outcome } = this.state;
      this.setAttribute('state', seen);
      const wanted = outcome?.kind ?? '';
      const filled = [...this.children].some((child) => child.slot === wanted);
      this.#slot.name = filled ? wanted : '';
    }
  };
}

function captureProps({ lang, action, meta, options }: OzLivenessElement): CaptureProps {
  return { action: action ?? undefined, meta: meta ?? undefined, options, ...(lang === '' ? {} : { lang }) };
}

function setOrRemove(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
