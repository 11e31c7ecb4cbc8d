import type { ConfigSource } from '../model/adapter-config.ts';

/** Values of one source, and where each came from. Later layers win. */
export interface Layer {
  readonly values: Readonly<Record<string, unknown>>;
  readonly sources: Readonly<Record<string, ConfigSource>>;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

export type ReadText = (path: string) => Promise<string>;

export function sourceText(source: ConfigSource): string {
  switch (source.kind) {
    case 'default':
      return 'default';
    case 'file':
      return source.path;
    case 'env':
      return source.name;
    case 'env-file':
      return `${source.name} (${source.path})`;
  }
}
