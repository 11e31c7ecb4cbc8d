import { EngineError } from '../model/engine-error.ts';
import { FAST_FLAGS, NATIVE_PLATFORMS, NEEDED_FLAGS } from '../model/processor.data.ts';

export interface Machine {
  /** As Node names them: `linux`, `x64`. */
  readonly platform: string;
  readonly arch: string;
  /** Text of /proc/cpuinfo; undefined where there is none, then instruction sets are taken for given. */
  readonly cpuInfo: string | undefined;
}

/**
 * Whether the native parts can run here, asked before they are loaded: on a wrong processor they end the process without a
 * word.
 *
 * @returns what will be slow, in a sentence for the log; undefined when nothing will.
 * @throws EngineError `config_invalid` naming what the processor lacks.
 */
export function checkProcessor({ platform, arch, cpuInfo }: Machine): string | undefined {
  const name = `${platform}-${arch}`;
  const known: readonly string[] = NATIVE_PLATFORMS;
  if (!known.includes(name))
    throw new EngineError(
      'config_invalid',
      `The engine cannot run on ${name}: onnxruntime-node and sharp are built for ${known.join(', ')}. Run it on one of these.`,
    );
  const flags = arch === 'x64' ? flagsOf(cpuInfo) : undefined;
  if (flags === undefined) return undefined;
  const missing = NEEDED_FLAGS.filter((flag) => !flags.has(flag));
  if (missing.length > 0)
    throw new EngineError(
      'config_invalid',
      `The processor lacks ${missing.join(', ')}, which sharp's libvips needs (x86-64-v2: Intel from 2009, AMD from 2011 on). Run the engine on another machine; in a virtual one pass the host's processor through (QEMU: -cpu host).`,
    );
  const slow = FAST_FLAGS.filter((flag) => !flags.has(flag));
  return slow.length === 0
    ? undefined
    : `the processor lacks ${slow.join(', ')}: analyses will take several times as long`;
}

function flagsOf(cpuInfo: string | undefined): ReadonlySet<string> | undefined {
  const line = cpuInfo?.split('\n').find((one) => one.startsWith('flags'));
  return line === undefined
    ? undefined
    : new Set(
        line
          .slice(line.indexOf(':') + 1)
          .trim()
          .split(/\s+/),
      );
}
