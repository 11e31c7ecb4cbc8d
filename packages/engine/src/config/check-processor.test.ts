import { describe, expect, it } from 'vitest';
import { FAST_FLAGS, NEEDED_FLAGS } from '../model/processor.data.ts';
import { checkProcessor } from './check-processor.ts';

const cpuInfo = (flags: readonly string[]) =>
  `processor\t: 0\nmodel name\t: Some CPU\nflags\t\t: fpu vme ${flags.join(' ')}\n\nprocessor\t: 1\n`;
const linux = (flags: readonly string[]) => ({ platform: 'linux', arch: 'x64', cpuInfo: cpuInfo(flags) });

describe('checkProcessor', () => {
  it('is content with a processor of today, and where nothing is known of it', () => {
    expect(checkProcessor(linux([...NEEDED_FLAGS, ...FAST_FLAGS]))).toBeUndefined();
    expect(checkProcessor({ platform: 'win32', arch: 'x64', cpuInfo: undefined })).toBeUndefined();
    expect(
      checkProcessor({ platform: 'linux', arch: 'arm64', cpuInfo: 'Features\t: fp asimd' }),
    ).toBeUndefined();
  });

  it('names the instruction sets that are missing, and what to do', () => {
    const old = linux(NEEDED_FLAGS.filter((flag) => flag !== 'sse4_2' && flag !== 'popcnt'));
    expect(() => checkProcessor(old)).toThrow(/lacks popcnt, sse4_2, .*-cpu host/);
  });

  it('warns of a slow one', () => {
    expect(checkProcessor(linux([...NEEDED_FLAGS, 'fma']))).toMatch(/lacks avx2: .*times as long/);
  });

  it('refuses a platform without native parts', () => {
    const board = { platform: 'linux', arch: 'riscv64', cpuInfo: undefined };
    expect(() => checkProcessor(board)).toThrow(/cannot run on linux-riscv64: .*linux-x64/);
  });
});
