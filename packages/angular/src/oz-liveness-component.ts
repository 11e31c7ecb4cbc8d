import { Component, DestroyRef, effect, inject, input, model, output, untracked } from '@angular/core';
import {
  type CaptureHandlers,
  type CaptureOptions,
  type CaptureProps,
  type CaptureReport,
  createLivenessControl,
  type ErrorReport,
  type LivenessControl,
  type ResultReport,
} from '@presence/web-sdk';
import { OZ_LIVENESS_ADAPTER_URL } from './provide-oz-liveness.ts';

/** The capture window as a component: it draws only what stands between its tags, the window covers the page. */
@Component({ selector: 'oz-liveness-window', template: '<ng-content />' })
export class OzLivenessComponent {
  /** Read when the window opens; without it that of `provideOzLiveness`. */
  readonly adapterUrl = input<string>();
  /** Whether the window is to be open; `[(open)]` sets it back when the window closes. */
  readonly open = model(false);
  readonly lang = input<string>();
  readonly action = input<CaptureOptions['action']>();
  readonly meta = input<CaptureOptions['meta']>();
  /** Every other option of `OzLiveness.open()` under its documented name. */
  readonly options = input<CaptureOptions>();
  /** Images are made for `ozCaptureComplete` only when this is true: they cost memory. */
  readonly frames = input(false);

  readonly ozSubmit = output<void>();
  readonly ozResult = output<ResultReport>();
  readonly ozComplete = output<ResultReport>();
  readonly ozError = output<ErrorReport>();
  readonly ozCaptureComplete = output<CaptureReport>();
  readonly ozClose = output<void>();

  readonly #defaultUrl = inject(OZ_LIVENESS_ADAPTER_URL);
  #control: LivenessControl | undefined;
  #destroyed = false;

  constructor() {
    // Effects run in browsers only after the inputs are there; on a server `open` is false or nothing is rendered.
    effect(() => {
      const wanted = this.open();
      untracked(() => (wanted ? this.#start() : this.close()));
    });
    inject(DestroyRef).onDestroy(() => {
      this.#destroyed = true;
      this.close();
    });
  }

  close(): void {
    this.#control?.close();
  }
  hide(): void {
    this.#control?.hide();
  }

  #start(): void {
    if (typeof document === 'undefined') return;
    const control = createLivenessControl({ adapterUrl: this.adapterUrl() ?? this.#defaultUrl });
    this.#control = control;
    const handlers = this.#handlers();
    control.open(this.#props(), () => (this.#destroyed ? {} : handlers));
  }
  #props(): CaptureProps {
    return { lang: this.lang(), action: this.action(), meta: this.meta(), options: this.options() };
  }
  #handlers(): CaptureHandlers {
    return {
      onSubmit: () => this.ozSubmit.emit(),
      onResult: (result) => this.ozResult.emit(result),
      onComplete: (result) => this.ozComplete.emit(result),
      onError: (error) => this.ozError.emit(error),
      ...(this.frames()
        ? { onCaptureComplete: (capture: CaptureReport) => this.ozCaptureComplete.emit(capture) }
        : {}),
      onClose: () => {
        this.open.set(false);
        this.ozClose.emit();
      },
    };
  }
}
