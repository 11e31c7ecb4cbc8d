import { describe, expect, it } from 'vitest';
import { type Offer, SILENT, type SpeechEvent, stepSpeech } from './speech.ts';

const screen = (...parts: string[]): Offer => ({ topic: 'screen', parts, urgency: 'calm' });
const urgent = (...parts: string[]): Offer => ({ topic: 'screen', parts, urgency: 'now' });
const time = (...parts: string[]): Offer => ({ topic: 'time', parts, urgency: 'calm' });

/** Plays offers at their times, with the ticks the scheduler asks for, and writes down what is said when. */
function spoken(...offers: readonly (readonly [timeMs: number, offer: Offer])[]): [number, string][] {
  const said: [number, string][] = [];
  let state = SILENT;
  let wakeAtMs: number | null = null;
  const take = (event: SpeechEvent): void => {
    const step = stepSpeech(state, event);
    state = step.state;
    wakeAtMs = step.wakeAtMs;
    if (step.say !== null) said.push([event.timeMs, step.say]);
  };
  const sleepUntil = (timeMs: number): void => {
    while (wakeAtMs !== null && wakeAtMs <= timeMs) take({ kind: 'tick', timeMs: wakeAtMs });
  };
  for (const [timeMs, offer] of offers) {
    sleepUntil(timeMs);
    take({ kind: 'offer', timeMs, offer });
  }
  sleepUntil(60_000);
  return said;
}

describe('what is spoken', () => {
  it('is said at once when all is quiet', () => {
    expect(spoken([100, screen('Move closer')])).toEqual([[100, 'Move closer']]);
  });

  it('leaves 1.5 to 2 s between two texts, more for a longer one', () => {
    const [, short] = spoken([0, screen('Smile')], [10, screen('Blink')]);
    const [, long] = spoken([0, screen('Make sure that only you are in view')], [10, screen('Blink')]);
    expect(short).toEqual([1500, 'Blink']);
    expect(long).toEqual([2000, 'Blink']);
  });

  it('drops what was on the screen only while another text was said', () => {
    expect(spoken([0, screen('Move closer')], [200, screen('Hold still')], [400, urgent('Smile')])).toEqual([
      [0, 'Move closer'],
      [1500, 'Smile'],
    ]);
  });

  it('never says the same twice in a row, however often the hint flickers', () => {
    expect(
      spoken(
        [0, screen('Move closer')],
        [500, screen('Hold still')],
        [900, screen('Move closer')],
        [5000, screen('Move closer')],
      ),
    ).toEqual([[0, 'Move closer']]);
  });

  it('says the step once, not with each of its hints', () => {
    const said = spoken(
      [0, screen('Step 1 of 2', 'Move closer')],
      [3000, screen('Step 1 of 2', 'Hold still', '')],
      [6000, urgent('Step 2 of 2', 'Smile')],
    );
    expect(said.map(([, text]) => text)).toEqual([
      'Step 1 of 2. Move closer',
      'Hold still',
      'Step 2 of 2. Smile',
    ]);
  });

  it('says an instruction before the time that is left, and that before a hint', () => {
    const texts = (...offers: readonly (readonly [number, Offer])[]) =>
      spoken(...offers).map(([, text]) => text);
    expect(texts([0, screen('A')], [100, time('20 s')], [200, urgent('Smile')])).toEqual([
      'A',
      'Smile',
      '20 s',
    ]);
    expect(texts([0, screen('A')], [100, screen('Hold still')], [200, time('20 s')])).toEqual([
      'A',
      '20 s',
      'Hold still',
    ]);
  });

  it('does not repeat the hint after the time has been said', () => {
    const said = spoken([0, screen('Move closer')], [2000, time('20 s')], [4000, screen('Move closer')]);
    expect(said.map(([, text]) => text)).toEqual(['Move closer', '20 s']);
  });

  it('asks for no tick when nothing waits', () => {
    expect(stepSpeech(SILENT, { kind: 'offer', timeMs: 0, offer: screen('A') }).wakeAtMs).toBeNull();
    expect(stepSpeech(SILENT, { kind: 'tick', timeMs: 0 })).toEqual({
      state: SILENT,
      say: null,
      wakeAtMs: null,
    });
  });
});
