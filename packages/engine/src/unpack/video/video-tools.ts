import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The programs that read videos, both of the package ffmpeg: names to be found on the PATH, or paths. */
export interface VideoTools {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

/** Undefined when one of them is not installed: this engine then takes pictures and zips of pictures only. */
export async function findVideoTools(
  tools: VideoTools = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' },
): Promise<VideoTools | undefined> {
  try {
    await Promise.all(Object.values(tools).map((program: string) => run(program, ['-version'])));
    return tools;
  } catch {
    return undefined;
  }
}

/**
 * What both programs are told before they open an uploaded file: nothing but that file, as one of the containers that uploads
 * are recognised by, and no picture larger than may be judged.
 */
export function inputOptions(maxSidePx: number): readonly string[] {
  const containers = [
    '-protocol_whitelist',
    'file',
    '-format_whitelist',
    'mov,matroska,webm,mpeg,ogg,asf,avi',
  ];
  return ['-v', 'error', '-hide_banner', ...containers, '-max_pixels', String(maxSidePx ** 2)];
}
