import type { CaptureManifest, PhotoSource } from '@presence/protocol';
import type { AdapterConfig } from '../model/adapter-config.ts';
import { AdapterError } from '../model/adapter-error.ts';

/** What the configuration lets a capture be made of. */
export interface AcceptedContents {
  /** `photo_source` */
  readonly photoSources: readonly PhotoSource[];
  /** `video_file_format`: with `mov` a browser that cannot encode may send pictures all the same. */
  readonly videoFormat: AdapterConfig['video_file_format'];
}

export function verifyContents(manifest: CaptureManifest, accepted: AcceptedContents): void {
  verifyPhotoSources(manifest, accepted.photoSources);
  const movie = manifest.actions.find((entry) => entry.movie !== undefined)?.movie;
  if (movie === undefined || accepted.videoFormat === 'mov') return;
  throw new AdapterError(
    'container_video_format_denied',
    `The container holds the movie ${movie.file}, but video_file_format is ${accepted.videoFormat}.`,
    { context: { file: movie.file, allowed: accepted.videoFormat } },
  );
}

/** Photos are from where the configuration lets them be from, as far as the browser says so. */
function verifyPhotoSources(manifest: CaptureManifest, allowed: readonly PhotoSource[]): void {
  const refused = manifest.photos.find(({ source }) => !allowed.includes(source));
  if (refused === undefined) return;
  throw new AdapterError(
    'container_photo_source_denied',
    `${refused.action} is from the source "${refused.source}", but photo_source allows ${allowed.join(', ')}.`,
    { context: { action: refused.action, source: refused.source, allowed } },
  );
}
