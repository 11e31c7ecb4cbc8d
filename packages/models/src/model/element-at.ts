import { ModelBuildError } from './model-build-error.ts';

/**
 * The element at an index that the file format promises to exist.
 *
 * @throws ModelBuildError `malformed_data` when it does not.
 */
export function elementAt<T>(items: ArrayLike<T>, index: number, what: string): T {
  const item = items[index];
  if (item === undefined) {
    throw new ModelBuildError(
      'malformed_data',
      `${what}: index ${index} is outside a list of ${items.length}. The file is damaged or not the expected version.`,
    );
  }
  return item;
}
