import { ERROR_CODES, VIDEO_ACTIONS } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import type { PhotoState, ViewState } from '../model/capture-view.ts';
import { HINT_IDS } from '../model/hint-id.ts';
import type { Language } from '../model/language.ts';
import { PHOTO_PROBLEMS } from '../model/photo.ts';
import { actionIn, screenOf } from './screen-of.ts';

/** Answers with the id itself, so that a test sees which text was asked for. */
const ids: Language = {
  id: 'en',
  tag: 'en',
  direction: 'ltr',
  audience: 'person',
  text: (id, values) => (values === undefined ? id : `${id} ${JSON.stringify(values)}`),
};
const show = (state: ViewState, last: Parameters<typeof screenOf>[2] = null) => screenOf(state, ids, last);
const guiding = (more: Partial<Extract<ViewState, { kind: 'guiding' }>>): ViewState => ({
  kind: 'guiding',
  ready: true,
  action: null,
  index: 0,
  count: 1,
  hint: null,
  progress: 0,
  recording: false,
  ...more,
});

const PHOTO: PhotoState = {
  kind: 'photo',
  action: 'photo_id_front',
  way: 'camera',
  otherWay: false,
  shutter: true,
  hint: null,
  progress: 0,
  problem: null,
  index: 0,
  count: 1,
};

describe('guiding', () => {
  it.each(HINT_IDS)('shows the hint %s as its title', (hint) => {
    expect(show(guiding({ hint })).title).toBe(`hint.${hint}`);
  });

  it('asks to look at the camera until there is a hint', () => {
    expect(show(guiding({})).title).toBe('hint.look_at_camera');
  });

  it.each([
    ['video_selfie_left', 'left', 'right'],
    ['video_selfie_right', 'right', 'left'],
    ['video_selfie_high', 'up', 'down'],
    ['video_selfie_down', 'down', 'up'],
    ['video_selfie_smile', null, null],
    ['video_selfie_eyes', null, null],
    ['video_selfie_blank', null, null],
  ] as const)('%s points %s and on the way back %s', (action, there, back) => {
    expect(show(guiding({ action, hint: action }))).toMatchObject({
      cue: there,
      figure: action,
      tone: 'active',
      urgency: 'now',
    });
    expect(show(guiding({ action, hint: 'back_to_center' }))).toMatchObject({ cue: back, figure: 'still' });
    expect(show(guiding({ action, hint: 'move_closer' }))).toMatchObject({
      cue: null,
      figure: 'move_closer',
      tone: 'plain',
      urgency: 'calm',
    });
  });

  it('asks to relax after a smile instead of to come back', () => {
    expect(show(guiding({ action: 'video_selfie_smile', hint: 'back_to_center' })).title).toBe(
      'ui.relax_face',
    );
  });

  it('says that the detector is still loading, with a ring that turns', () => {
    expect(show(guiding({ ready: false }))).toMatchObject({ text: 'ui.detector_loading', ring: 'busy' });
  });

  it('counts steps from one, and not at all when there is one only', () => {
    expect(show(guiding({ index: 1, count: 3 })).step).toMatchObject({ current: 2, total: 3 });
    expect(show(guiding({ index: 3, count: 3 })).step).toMatchObject({ current: 3, total: 3 });
    expect(show(guiding({ index: 0, count: 1 })).step).toBeNull();
  });

  it('keeps the ring within its bounds', () => {
    expect(show(guiding({ progress: 1.4 })).ring).toBe(1);
    expect(show(guiding({ progress: -1 })).ring).toBe(0);
  });
});

describe('the other states', () => {
  it.each(VIDEO_ACTIONS)('manual capture of %s offers the button until it records', (action) => {
    const state = { kind: 'manual', action, index: 0, count: 1, progress: 0 } as const;
    expect(show({ ...state, recording: false }).buttons.map(({ event }) => event)).toEqual(['record']);
    expect(show({ ...state, recording: true }).buttons).toEqual([]);
  });

  it.each([
    ['camera', true, ['shutter', 'pick'], 'stage'],
    ['camera', false, ['shutter'], 'stage'],
    ['file', true, ['pick', 'use_camera'], 'message'],
    ['file', false, ['pick'], 'message'],
  ] as const)('a photo by %s, the other way %s', (way, otherWay, events, layout) => {
    const screen = show({ ...PHOTO, way, otherWay });
    expect(screen.buttons.map(({ event }) => event)).toEqual(events);
    expect(screen.buttons[0]?.primary).toBe(true);
    expect(screen).toMatchObject({ layout, frame: 'document', document: 'photo_id_front' });
  });

  it('keeps saying which side is meant while the hint changes', () => {
    expect(show({ ...PHOTO, hint: 'document_glare' })).toMatchObject({
      title: 'ui.photo_photo_id_front',
      text: 'hint.document_glare',
      tone: 'active',
      ring: null,
    });
    expect(show({ ...PHOTO, progress: 0.5 })).toMatchObject({ tone: 'good', ring: 0.5 });
  });

  it.each(PHOTO_PROBLEMS)('says why a file is not taken: %s', (problem) => {
    expect(show({ ...PHOTO, way: 'file', problem }).text).toBe(`ui.photo_problem_${problem}`);
  });

  it('offers no camera where there is none', () => {
    const screen = show({ ...PHOTO, way: 'file', otherWay: true, problem: 'no_camera' });
    expect(screen.buttons.map(({ event }) => event)).toEqual(['pick']);
  });

  it('frames a face, not a document, for a portrait photo, and guides it', () => {
    const portrait = { ...PHOTO, action: 'photo_selfie', shutter: false } as const;
    expect(show(portrait)).toMatchObject({ frame: 'face', title: 'ui.photo_photo_selfie', buttons: [] });
    expect(show({ ...portrait, hint: 'move_closer' }).title).toBe('hint.move_closer');
  });

  it.each([
    ['capture', null, 'ui.photo_review_text', 'ui.photo_again'],
    ['upload', 'blurred', 'ui.photo_warning_blurred', 'ui.photo_other_file'],
  ] as const)('asks whether a picture by %s is good', (source, warning, text, label) => {
    // The screen passes the picture on; it never looks into it.
    const picture = {} as ImageBitmap;
    const screen = show({
      kind: 'photo_review',
      action: 'photo_id_back',
      picture,
      source,
      warning,
      index: 1,
      count: 3,
    });
    expect(screen).toMatchObject({
      title: 'ui.photo_review',
      text,
      still: { picture },
      step: { current: 2 },
    });
    expect(screen.buttons.map(({ event, primary }) => [event, primary])).toEqual([
      ['use_photo', true],
      ['retake', false],
    ]);
    expect(screen.buttons[1]?.label).toBe(label);
  });

  it('helps with the permission when it takes long', () => {
    expect(show({ kind: 'camera', slow: false }).text).toBe('ui.camera_text');
    expect(show({ kind: 'camera', slow: true, help: 'safari_ios' })).toMatchObject({
      text: 'ui.camera_slow',
      help: { id: 'safari_ios', text: 'ui.allow_safari_ios' },
    });
    expect(
      show({ kind: 'error', code: 'camera_permission_denied', retry: true, help: 'in_app' }).help,
    ).toEqual({
      id: 'in_app',
      text: 'ui.allow_in_app',
    });
  });

  it('tells a lost network apart from sending', () => {
    const sending = { kind: 'uploading', sent: 0.5 } as const;
    expect(show({ ...sending, waitingForNetwork: false })).toMatchObject({
      title: 'ui.uploading_title',
      ring: 0.5,
    });
    expect(show({ ...sending, waitingForNetwork: true }).text).toBe('ui.upload_offline');
  });

  it.each([
    ['success', 'good', 'ui.success_title'],
    ['declined', 'bad', 'ui.declined_title'],
    ['done', 'good', 'ui.complete_title'],
  ] as const)('finished with %s', (verdict, tone, title) => {
    expect(show({ kind: 'finished', verdict, retry: false })).toMatchObject({ tone, title });
  });

  it('offers another attempt after a refusal where that is possible', () => {
    const events = (retry: boolean) =>
      show({ kind: 'finished', verdict: 'declined', retry }).buttons.map(({ event }) => event);
    expect(events(true)).toEqual(['retry', 'close']);
    expect(events(false)).toEqual(['close']);
  });

  it('shows the reference with what support is asked about, and the time only while there is something to do', () => {
    expect(show({ kind: 'error', code: 'internal_error', retry: true })).toMatchObject({
      reference: true,
      timed: false,
    });
    expect(show(guiding({}))).toMatchObject({ reference: false, timed: true });
    expect(show({ kind: 'checking' })).toMatchObject({ reference: false, timed: false });
  });

  it.each(ERROR_CODES)('error %s has a title, advice and a way out', (code) => {
    const screen = show({ kind: 'error', code, retry: true });
    expect(screen.title).toBe(`error.${code}.title`);
    expect(screen.text).toContain(`error.${code}.help`);
    expect(screen.buttons.map(({ event, primary }) => [event, primary])).toEqual([
      ['retry', true],
      ['close', false],
    ]);
    expect(
      show({ kind: 'error', code, retry: false }).buttons.map(({ event, primary }) => [event, primary]),
    ).toEqual([['close', true]]);
  });

  it('names the gesture that was not made', () => {
    const screen = show({ kind: 'error', code: 'gesture_not_performed', retry: true }, 'video_selfie_left');
    expect(screen.text).toContain('"gesture":"hint.video_selfie_left"');
  });
});

describe('actionIn', () => {
  it('remembers what a person was asked for, and nothing from other states', () => {
    expect(actionIn(guiding({ action: 'video_selfie_eyes' }))).toBe('video_selfie_eyes');
    expect(actionIn(guiding({}))).toBeNull();
    expect(actionIn({ kind: 'checking' })).toBeNull();
  });
});
