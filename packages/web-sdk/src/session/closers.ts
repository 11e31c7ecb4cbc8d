/** What has to be let go at the end, whichever step opened it and however late. */
export interface Closers {
  /** Called at the end; at once if that is over: a camera may be given to a window that has just been closed. */
  push(close: () => void): void;
  /** Calls each of them, the newest last. */
  release(): void;
}

export function closers(): Closers {
  const open: (() => void)[] = [];
  let over = false;
  return {
    push: (close) => {
      if (over) close();
      else open.push(close);
    },
    release: () => {
      over = true;
      for (const close of open.splice(0)) close();
    },
  };
}
