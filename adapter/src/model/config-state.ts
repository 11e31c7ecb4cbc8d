/** Whether the configuration in force is the one on the disk. Times: ms since the epoch. */
export interface ConfigState {
  /** When the configuration in force was put into force. */
  readonly appliedAt: number;
  /** Why a later one was refused; undefined when the one in force is the latest. */
  readonly refusal: { readonly at: number; readonly problems: readonly string[] } | undefined;
}
