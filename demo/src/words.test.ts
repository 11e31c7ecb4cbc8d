import { describe, expect, it } from 'vitest';
import { wordsOf, wordsOfFailure } from './words.ts';

const quality = (resolution: string, state = 'finished') => ({
  state,
  analyses: { quality: { state, resolution } },
});

describe('wordsOf', () => {
  it.each([
    [{ state: 'finished' }, 'unknown', 'Thank you, we have it'],
    [quality('success'), 'good', 'Welcome – it’s you'],
    [quality('SUCCESS'), 'good', 'Welcome – it’s you'],
    [quality('declined'), 'bad', 'We could not confirm it’s you'],
    [quality('operator_required'), 'unknown', 'A colleague will have a look'],
    [quality('failed'), 'bad', 'The analysis failed'],
    [{ state: 'failed' }, 'bad', 'The analysis failed'],
    [quality(''), 'unknown', 'Thank you, we have it'],
  ])('%j reads %s', (result, tone, title) => {
    expect(wordsOf(result)).toMatchObject({ tone, title });
  });

  it('lets one declined analysis outweigh a successful one', () => {
    const analyses = {
      quality: { state: 'finished', resolution: 'success' },
      biometry: { state: 'finished', resolution: 'declined' },
    };
    expect(wordsOf({ state: 'finished', analyses }).tone).toBe('bad');
  });
});

describe('wordsOfFailure', () => {
  it('names the code and the movement', () => {
    const failure = {
      code: 'gesture_not_performed',
      message: 'Not made in time.',
      event_session_id: '',
      context: { action: 'video_selfie_left' },
    };
    expect(wordsOfFailure(failure)).toEqual({
      tone: 'bad',
      title: 'The check stopped: gesture_not_performed (Turn left)',
      text: 'Not made in time.',
    });
  });
});
