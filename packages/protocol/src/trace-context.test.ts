import { describe, expect, it } from 'vitest';
import { eventSessionIdOf } from './event-session-id.ts';
import { readTraceparent, writeTraceparent } from './trace-context.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('readTraceparent', () => {
  it('reads what it writes', () => {
    for (const sampled of [true, false])
      expect(readTraceparent(writeTraceparent({ traceId: TRACE, spanId: SPAN, sampled }))).toEqual({
        traceId: TRACE,
        spanId: SPAN,
        sampled,
      });
    expect(writeTraceparent({ traceId: TRACE, spanId: SPAN, sampled: true })).toBe(`00-${TRACE}-${SPAN}-01`);
  });

  it.each([
    undefined,
    ['00'],
    '',
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01\n`,
    `00-${TRACE}-${SPAN}`,
  ])('takes no part in %j', (value) => expect(readTraceparent(value)).toBeUndefined());
});

describe('eventSessionIdOf', () => {
  it('takes ids only', () => {
    const id = '7f3f2f0a-5b0e-4c53-9f5e-0c3f2b1f9a11';
    expect(eventSessionIdOf(id)).toBe(id);
    for (const other of [undefined, 7, '', `${id} `, `${id}\n{"level":60}`, 'planted-secret'])
      expect(eventSessionIdOf(other)).toBeUndefined();
  });
});
