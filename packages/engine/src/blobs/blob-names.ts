import { EngineError } from '../model/engine-error.ts';

const FOLDER_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FILE_NAME = /^[A-Za-z0-9_-]{16,64}\.[a-z0-9]{2,4}$/;

export function isFolderName(folderId: string): boolean {
  return FOLDER_NAME.test(folderId);
}

/** Whether a blob could have this folder and name: nothing else ever becomes part of a path or key. */
export function isBlobName(folderId: string, name: string): boolean {
  return FOLDER_NAME.test(folderId) && FILE_NAME.test(name);
}

/** @throws EngineError `internal` */
export function checkBlobName(folderId: string, name: string): void {
  if (!isBlobName(folderId, name))
    throw new EngineError('internal', 'A blob was asked for under a name that no blob can have.');
}
