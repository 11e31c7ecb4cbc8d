/** The configuration cannot be used. Raised before the adapter listens; `problems` has every one of them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config_invalid';
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options: { readonly cause?: unknown } = {}) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems
        .map((problem) => `  - ${problem}`)
        .join('\n')}\nSee docs/configuration.md.`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.problems = problems;
  }
}
