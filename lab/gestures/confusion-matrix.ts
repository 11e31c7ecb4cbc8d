import type { VideoAction } from '@presence/protocol';

/** One clip that shows a gesture, asked for an action. */
export interface Asked {
  /** Name of what is shown. */
  readonly shown: string;
  readonly asked: VideoAction;
  /** Whether the engine saw the asked action. */
  readonly recognised: boolean;
  /** Whether the whole verdict was SUCCESS. */
  readonly passed: boolean;
}

const PREFIX = 'video_selfie_';

/** Shown against asked, in Markdown: recognised of so many; bold where the two are the same. */
export function confusionMatrix(all: readonly Asked[], actions: readonly VideoAction[]): string[] {
  const shown = [...new Set(all.map((one) => one.shown))].sort();
  const cell = (row: string, asked: VideoAction) => {
    const here = all.filter((one) => one.shown === row && one.asked === asked);
    const share = `${here.filter(({ recognised }) => recognised).length} of ${here.length}`;
    return PREFIX + row === asked ? `**${share}**` : share;
  };
  return [
    `| shown, and asked for | ${actions.map((action) => action.slice(PREFIX.length)).join(' | ')} |`,
    `|---|${'---|'.repeat(actions.length)}`,
    ...shown.map((row) => `| ${row} | ${actions.map((action) => cell(row, action)).join(' | ')} |`),
  ];
}

/** How many clips passed the whole analysis when asked for what they show. */
export function passedOwn(all: readonly Asked[]): { readonly passed: number; readonly clips: number } {
  const own = all.filter(({ shown, asked }) => PREFIX + shown === asked);
  return { passed: own.filter(({ passed }) => passed).length, clips: own.length };
}
