import { expect, it } from 'vitest';
import { UploadSlots } from './upload-slots.ts';

it('lets three uploads of a session run at once, whatever other sessions do', () => {
  const slots = new UploadSlots();
  for (let round = 0; round < 3; round += 1) slots.enter('a');
  const refusal = { code: 'rate_limited', retryAfterSeconds: 5 };
  expect(() => slots.enter('a')).toThrow(expect.objectContaining(refusal));
  slots.enter('b');
  slots.leave('a');
  slots.enter('a');
  expect(() => slots.enter('a')).toThrow(expect.objectContaining(refusal));
});
