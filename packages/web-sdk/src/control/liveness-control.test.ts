import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '../model/capture-options.ts';
import type { OzLiveness } from '../session/oz-liveness.ts';
import { type CaptureHandlers, createLivenessControl } from './liveness-control.ts';

const RESULT = { state: 'finished', event_session_id: 'esid' };
const ERROR = { code: 'face_not_found', event_session_id: 'esid', message: 'm', context: {} } as const;

/** An OzLiveness object without a browser: the test says what the person does. */
function scene() {
  const opened: OpenOptions[] = [];
  let current: OpenOptions | undefined;
  let refuse = false;
  const close = () => {
    const closed = current;
    current = undefined;
    closed?.on_close?.();
  };
  const liveness: OzLiveness = {
    version: '0.0.0',
    get isOpen() {
      return current !== undefined;
    },
    open: (options = {}) => {
      opened.push(options);
      if (refuse || current !== undefined) queueMicrotask(() => options.on_error?.(ERROR));
      else current = options;
    },
    close,
    hide: () => undefined,
    check: () => Promise.reject(new Error('not asked for')),
    preload: () => Promise.resolve(),
    langs: { add: () => undefined },
  };
  const control = createLivenessControl({ adapterUrl: '/' }, () => liveness);
  const heard: string[] = [];
  const handlers: CaptureHandlers = {
    onComplete: ({ state }) => heard.push(state),
    onError: ({ code }) => heard.push(code),
    onClose: () => heard.push('close'),
  };
  return {
    control,
    heard,
    handlers,
    opened,
    refuseNext: () => {
      refuse = true;
    },
  };
}

describe('createLivenessControl', () => {
  it('tells of the window and of the outcome, and of nothing that did not change', () => {
    const { control, handlers, opened, heard } = scene();
    const states: unknown[] = [];
    const stop = control.subscribe(() => states.push(control.state));
    control.open({ lang: 'es', meta: undefined, options: { lang: 'ru', meta: { a: 'b' } } }, () => handlers);
    control.hide();
    control.hide();
    opened[0]?.on_complete?.(RESULT);
    control.close();
    stop();
    control.open({}, () => handlers);
    const outcome = { kind: 'complete', result: RESULT };
    expect(states).toEqual([
      { window: 'open', outcome: null },
      { window: 'hidden', outcome: null },
      { window: 'hidden', outcome },
      { window: 'closed', outcome },
    ]);
    expect(heard).toEqual(['finished', 'close']);
    expect(opened[0]).toMatchObject({ lang: 'es', meta: { a: 'b' } });
  });

  it('calls the handlers that are there when a callback comes', () => {
    const { control, opened, heard, handlers } = scene();
    let current: CaptureHandlers = { onComplete: () => heard.push('old') };
    control.open({}, () => current);
    current = handlers;
    opened[0]?.on_complete?.(RESULT);
    expect(heard).toEqual(['finished']);
  });

  it('asks for images only when somebody wants them', () => {
    const { control, opened, handlers } = scene();
    control.open({}, () => handlers);
    control.close();
    control.open({}, () => ({ onCaptureComplete: () => undefined }));
    expect(opened.map((options) => 'on_capture_complete' in options)).toEqual([false, true]);
  });

  it('ends a refused open with onClose, the window closed', async () => {
    const { control, handlers, heard, refuseNext } = scene();
    refuseNext();
    control.open({}, () => handlers);
    await Promise.resolve();
    expect(heard).toEqual(['face_not_found', 'close']);
    expect(control.state).toEqual({ window: 'closed', outcome: { kind: 'error', error: ERROR } });
  });

  it('leaves a running capture alone when opened again', async () => {
    const { control, handlers, heard } = scene();
    control.open({}, () => handlers);
    control.open({}, () => handlers);
    await Promise.resolve();
    expect(heard).toEqual(['face_not_found']);
    expect(control.state).toEqual({ window: 'open', outcome: null });
  });
});
