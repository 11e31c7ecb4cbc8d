import { ModelBuildError } from '../model/model-build-error.ts';

interface PackedFile {
  readonly filename: string;
  readonly start: number;
  readonly end: number;
}

interface PackageIndex {
  readonly files: readonly PackedFile[];
  readonly remote_package_size: number;
}

/**
 * Cuts an Emscripten "packed assets" file into its files, keyed by base name, using the index that Emscripten's
 * file packager writes into the loader script beside it. The script is read as text and never run.
 *
 * @throws ModelBuildError `malformed_data` when the index is missing or does not fit the data.
 */
export function unpackAssets(loaderScript: string, data: Buffer): Map<string, Buffer> {
  const index = readIndex(loaderScript);
  if (index.remote_package_size !== data.length) {
    throw malformed(`the index describes ${index.remote_package_size} bytes, the data has ${data.length}`);
  }
  const files = new Map<string, Buffer>();
  for (const { filename, start, end } of index.files) {
    if (start < 0 || end < start || end > data.length) {
      throw malformed(`${filename} lies outside the data`);
    }
    files.set(filename.slice(filename.lastIndexOf('/') + 1), data.subarray(start, end));
  }
  return files;
}

function readIndex(loaderScript: string): PackageIndex {
  const json = /loadPackage\((\{"files".*?\})\);/s.exec(loaderScript)?.[1];
  if (json === undefined) {
    throw malformed('the loader script has no loadPackage({"files": …}) call');
  }
  let index: unknown;
  try {
    index = JSON.parse(json);
  } catch (cause) {
    throw malformed('the index in the loader script is not JSON', cause);
  }
  if (!isPackageIndex(index)) {
    throw malformed('the index in the loader script has no files with start and end');
  }
  return index;
}

function isPackageIndex(value: unknown): value is PackageIndex {
  return (
    isRecord(value) &&
    typeof value.remote_package_size === 'number' &&
    Array.isArray(value.files) &&
    value.files.every(
      (file) =>
        isRecord(file) &&
        typeof file.filename === 'string' &&
        Number.isInteger(file.start) &&
        Number.isInteger(file.end),
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function malformed(detail: string, cause?: unknown): ModelBuildError {
  return new ModelBuildError('malformed_data', `MediaPipe packed assets: ${detail}.`, { cause });
}
