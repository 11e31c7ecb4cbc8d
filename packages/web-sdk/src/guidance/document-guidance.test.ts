import type { DocumentLook } from '@presence/face-geometry';
import { describe, expect, it } from 'vitest';
import {
  type DocumentGuidance,
  type DocumentStart,
  startDocumentGuidance,
  stepDocumentGuidance,
} from './document-guidance.ts';

const GOOD: DocumentLook = {
  luminance: 150,
  glare: 0,
  sharpness: 1,
  sides: [90, 90, 90, 90],
  tiles: [100, 100, 100, 100],
};

/** Looks every 150 ms; the state after each. */
function run(...looks: readonly DocumentLook[]): readonly DocumentGuidance[] {
  return runFrom({ hint: 'document_fit', seen: undefined }, looks);
}
function runFrom(start: DocumentStart, looks: readonly DocumentLook[]): readonly DocumentGuidance[] {
  let state = startDocumentGuidance(0, start);
  return looks.map((look, index) => {
    state = stepDocumentGuidance(state, { timeMs: 150 * (index + 1), look });
    return state;
  });
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const last = (states: readonly DocumentGuidance[]) => states.at(-1);

describe('the guidance for documents', () => {
  it('takes the picture once it has been good for a while, and progress rises until then', () => {
    const states = run(...times(8, GOOD));
    const shares = states.map((state) => (state.kind === 'take' ? 1 : state.progress));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(states.map(({ kind }) => kind)).toEqual([...times(6, 'looking'), 'take', 'take']);
  });

  it.each<[Partial<DocumentLook>, string]>([
    [{ luminance: 20 }, 'document_too_dark'],
    [{ glare: 0.8 }, 'document_too_bright'],
    [{ sides: [90, 90, 0, 0] }, 'document_fit'],
    [{ glare: 0.1 }, 'document_glare'],
    [{ sharpness: 0.05 }, 'document_blurred'],
  ])('says what is wrong with %j and takes nothing', (flaw, hint) => {
    expect(last(run(...times(20, { ...GOOD, ...flaw })))).toMatchObject({
      kind: 'looking',
      hint,
      progress: 0,
    });
  });

  it('asks to hold still while the document moves, and starts anew', () => {
    const moving = times(20, GOOD).map((look, index) => ({
      ...look,
      tiles: look.tiles.map((tile) => tile + 5 * index),
    }));
    expect(last(run(...moving))).toMatchObject({ kind: 'looking', hint: 'document_hold' });
    const interrupted = [...times(5, GOOD), { ...GOOD, sharpness: 0 }, ...times(5, GOOD)];
    expect(last(run(...interrupted))).toMatchObject({ kind: 'looking' });
  });

  it('never takes by itself what was taken before, but its other side', () => {
    const start = { hint: 'document_turn', seen: GOOD } as const;
    expect(last(runFrom(start, times(20, GOOD)))).toMatchObject({ kind: 'looking', hint: 'document_turn' });
    const back = { ...GOOD, tiles: [60, 140, 70, 130] };
    expect(last(runFrom(start, [...times(3, GOOD), ...times(9, back)]))).toMatchObject({ kind: 'take' });
  });

  it('leaves a hint up long enough to be read', () => {
    const flicker = times(4, GOOD).map((look, index) => (index % 2 === 0 ? { ...look, glare: 0.1 } : look));
    expect(run(...flicker).map((state) => (state.kind === 'looking' ? state.hint : ''))).toEqual(
      times(4, 'document_fit'),
    );
  });
});
