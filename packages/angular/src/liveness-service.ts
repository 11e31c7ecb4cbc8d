import { computed, Injectable, inject, type OnDestroy, type Signal, signal } from '@angular/core';
import {
  type CaptureHandlers,
  type CaptureOutcome,
  type CaptureProps,
  type ControlState,
  createLivenessControl,
  type LivenessControl,
} from '@presence/web-sdk';
import { OZ_LIVENESS_ADAPTER_URL } from './provide-oz-liveness.ts';

/**
 * Captures from code. Provide it in the component that uses it (`providers: [LivenessService]`): the window closes, and the
 * camera goes off, when that component is destroyed.
 */
@Injectable()
export class LivenessService implements OnDestroy {
  readonly #control: LivenessControl = createLivenessControl({ adapterUrl: inject(OZ_LIVENESS_ADAPTER_URL) });
  readonly #state = signal<ControlState>(this.#control.state);
  readonly #stop = this.#control.subscribe(() => this.#state.set(this.#control.state));

  /** Whether the capture window is there. */
  readonly window: Signal<ControlState['window']> = computed(() => this.#state().window);
  /** How the last capture ended; null before the first and while one runs. */
  readonly outcome: Signal<CaptureOutcome | null> = computed(() => this.#state().outcome);
  readonly check = this.#control.check;
  readonly preload = this.#control.preload;
  readonly langs = this.#control.langs;

  /** Opens the capture window. What happens is told to the handlers and by the signals. */
  open(props: CaptureProps & CaptureHandlers = {}): void {
    this.#control.open(props, () => props);
  }
  close(): void {
    this.#control.close();
  }
  hide(): void {
    this.#control.hide();
  }
  ngOnDestroy(): void {
    this.#control.close();
    this.#stop();
  }
}
