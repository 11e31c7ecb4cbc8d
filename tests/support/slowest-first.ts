import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or more; begun last, each would keep one worker busy while the other has nothing to do. */
const SLOW = [
  'tests/contract/face-detector.test.ts',
  'tests/security/no-foreign-host.test.ts',
  'tests/window/window.test.ts',
  'tests/package/packed.test.ts',
  'tests/chaos/kills.test.ts',
];

/** Vitest's own order, which knows nothing on a fresh clone, but with the slow files first. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = SLOW.findIndex((name) => moduleId.endsWith(name));
      return found === -1 ? SLOW.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
