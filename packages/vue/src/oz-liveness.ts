import type {
  CaptureOptions,
  CaptureReport,
  ErrorReport,
  LivenessSettings,
  ResultReport,
} from '@presence/web-sdk';
import { defineComponent, onMounted, type PropType, type SlotsType, watch } from 'vue';
import { type LivenessHandle, useOzLiveness } from './use-oz-liveness.ts';

/**
 * The capture window as a component. It draws only its slot, which gets the handle: a button that calls `open` may stand
 * there, or `v-model:open` says when the window is to be open.
 */
export const OzLiveness = defineComponent({
  name: 'OzLiveness',
  props: {
    /** Address of the adapter, absolute or relative to the page. */
    adapterUrl: { type: String, required: true },
    /** Whether the window is to be open; `v-model:open` sets it back when the window closes. */
    open: { type: Boolean, default: false },
    lang: { type: String, default: undefined },
    action: { type: Array as PropType<readonly string[] | null>, default: undefined },
    meta: { type: Object as PropType<Readonly<Record<string, string>>>, default: undefined },
    /** Every other option of `OzLiveness.open()` under its documented name. */
    options: { type: Object as PropType<CaptureOptions>, default: undefined },
    /** Images are made for `capture-complete` only when this is true: they cost memory. */
    frames: { type: Boolean, default: false },
  },
  // A function says what a listener gets; it checks nothing.
  emits: {
    submit: () => true,
    result: (_result: ResultReport) => true,
    complete: (_result: ResultReport) => true,
    error: (_error: ErrorReport) => true,
    'capture-complete': (_capture: CaptureReport) => true,
    close: () => true,
    'update:open': (_open: boolean) => true,
  },
  // Types only; Vue reads nothing of it at run time.
  slots: Object as SlotsType<{ default: LivenessHandle }>,
  setup(props, { emit, slots }) {
    const settings = (): LivenessSettings => ({
      ...props,
      onSubmit: () => emit('submit'),
      onResult: (result) => emit('result', result),
      onComplete: (result) => emit('complete', result),
      onError: (error) => emit('error', error),
      ...(props.frames ? { onCaptureComplete: (capture) => emit('capture-complete', capture) } : {}),
      onClose: () => {
        emit('update:open', false);
        emit('close');
      },
    });
    const handle = useOzLiveness(settings);
    onMounted(() => {
      if (props.open) handle.open();
    });
    watch(
      () => props.open,
      (wanted) => (wanted ? handle.open() : handle.close()),
    );
    return () => slots.default?.(handle);
  },
});
