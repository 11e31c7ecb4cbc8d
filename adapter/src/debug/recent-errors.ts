import type { RecentError, RecentErrors } from '../model/recent-errors.ts';

const CAPACITY = 50;
const MAX_TEXT = 500;

/** Keeps the latest errors in memory for `/debug.php`. */
export function createRecentErrors(capacity: number = CAPACITY): RecentErrors {
  const errors: RecentError[] = [];
  return {
    record: (error) => {
      errors.unshift({
        ...error,
        message: error.message.slice(0, MAX_TEXT),
        request: error.request.slice(0, MAX_TEXT),
      });
      errors.length = Math.min(errors.length, capacity);
    },
    list: () => [...errors],
  };
}
