import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { BlobFolder, BlobStore, LocalBlob } from '../model/blob-store.ts';
import { checkBlobName, isBlobName, isFolderName } from './blob-names.ts';
import { openStaging, type Staging } from './staging.ts';
import { guarded, storageError } from './storage-error.ts';

export interface S3Options {
  readonly bucket: string;
  /** Start of every key, without slashes at its ends; '' for none. */
  readonly prefix: string;
  readonly region: string;
  /** Address of a server that is not Amazon's. */
  readonly endpoint: string | undefined;
  /** Undefined: as the SDK finds them (instance role, shared file, its own variables). */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/**
 * Blobs in an S3 bucket: `<prefix>/folders/<folder>/<name>`. Uploads lie on local disk until they are committed, so that
 * they can be measured and refused; both ways are streamed. The bucket is the operator's to make.
 * @param staging folder for files on their way
 * @throws EngineError `storage_failed` if the bucket cannot be reached or the folder cannot be made
 */
export async function openS3BlobStore(options: S3Options, staging: string): Promise<BlobStore> {
  const bucket = new Bucket(options);
  await bucket.check();
  const local = await openStaging(staging, true);
  return {
    stage: local.stage,
    async commit(staged, folderId, name) {
      checkBlobName(folderId, name);
      await bucket.put(bucket.key(folderId, name), createReadStream(staged.path), staged.bytes);
      await rm(staged.path, { force: true });
    },
    discard: (staged) => rm(staged.path, { force: true }),
    async write(folderId, name, bytes) {
      checkBlobName(folderId, name);
      await bucket.put(bucket.key(folderId, name), bytes, bytes.length);
    },
    local: (folderId, name) => fetchBlob(bucket, local, folderId, name),
    async remove(folderId, name) {
      checkBlobName(folderId, name);
      await bucket.remove(bucket.key(folderId, name));
    },
    async removeFolder(folderId) {
      if (!isFolderName(folderId)) return;
      const { keys } = await bucket.list(`${bucket.key(folderId)}/`);
      for (const key of keys) await bucket.remove(key);
    },
    async folderIds() {
      const { folders } = await bucket.list(`${bucket.key()}/`, '/');
      return folders.map((path) => path.split('/').at(-2) ?? '').filter(isFolderName);
    },
    walk: () => walk(bucket),
    async ping() {
      await bucket.put(bucket.key('probe'), Buffer.from('probe'), 5);
    },
  };
}

/** Keys come in order, so that the files of a folder follow one another. */
async function* walk(bucket: Bucket): AsyncGenerator<BlobFolder> {
  let folderId = '';
  let files: BlobFolder['files'][number][] = [];
  for await (const { key, modifiedAt } of bucket.walk(`${bucket.key()}/`)) {
    const [folder = '', name = ''] = key.split('/').slice(-2);
    if (!isBlobName(folder, name)) continue;
    if (folder !== folderId) {
      if (files.length > 0) yield { folderId, files };
      folderId = folder;
      files = [];
    }
    files.push({ name, modifiedAt });
  }
  if (files.length > 0) yield { folderId, files };
}

async function fetchBlob(
  bucket: Bucket,
  staging: Staging,
  folderId: string,
  name: string,
): Promise<LocalBlob | undefined> {
  if (!isBlobName(folderId, name)) return undefined;
  const body = await bucket.get(bucket.key(folderId, name));
  if (body === undefined) return undefined;
  // Readers tell the type by the name.
  const path = staging.newPath(extname(name));
  const release = () => rm(path, { force: true });
  try {
    await pipeline(body, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  } catch (cause) {
    await release();
    throw storageError(cause, 'Cannot fetch a file from the bucket');
  }
  return { path, release };
}

/** The few calls this store makes, each failure an EngineError. */
class Bucket {
  readonly #client: S3Client;
  readonly #name: string;
  readonly #prefix: string;

  constructor({ bucket, prefix, region, endpoint, credentials }: S3Options) {
    this.#name = bucket;
    this.#prefix = prefix;
    this.#client = new S3Client({
      region,
      // Servers other than Amazon's know the bucket by path and not every newer checksum.
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      ...(credentials === undefined ? {} : { credentials }),
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  key(...parts: readonly string[]): string {
    return [this.#prefix, 'folders', ...parts].filter((part) => part !== '').join('/');
  }

  async check(): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#name }));
    } catch (cause) {
      // An answer to HEAD has no text; its name tells a bucket that is not there from a key that may not open it.
      const why = cause instanceof Error ? ('code' in cause ? cause.code : cause.name) : cause;
      const what = `Cannot reach the S3 bucket ${this.#name} (${why}; ENGINE_S3_BUCKET, ENGINE_S3_ENDPOINT)`;
      throw storageError(cause, what);
    }
  }

  put(key: string, body: Readable | Uint8Array, length: number): Promise<void> {
    return guarded('store a file in the bucket', async () => {
      const input = { Bucket: this.#name, Key: key, Body: body, ContentLength: length };
      await this.#client.send(new PutObjectCommand(input));
    });
  }

  /** Undefined if there is no such object. */
  async get(key: string): Promise<Readable | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#name, Key: key }));
      return Body instanceof Readable ? Body : undefined;
    } catch (cause) {
      if (cause instanceof S3ServiceException && cause.name === 'NoSuchKey') return undefined;
      throw storageError(cause, 'Cannot fetch a file from the bucket');
    }
  }

  remove(key: string): Promise<void> {
    return guarded('remove a file from the bucket', async () => {
      await this.#client.send(new DeleteObjectCommand({ Bucket: this.#name, Key: key }));
    });
  }

  async *walk(prefix: string): AsyncGenerator<{ readonly key: string; readonly modifiedAt: number }> {
    try {
      const input = { Bucket: this.#name, Prefix: prefix };
      // Without a time it counts as new, and stays.
      for await (const page of paginateListObjectsV2({ client: this.#client }, input))
        for (const { Key, LastModified } of page.Contents ?? [])
          if (Key !== undefined) yield { key: Key, modifiedAt: LastModified?.getTime() ?? Date.now() };
    } catch (cause) {
      throw storageError(cause, 'Cannot list the bucket');
    }
  }

  async list(prefix: string, delimiter?: string) {
    const keys: string[] = [];
    const folders: string[] = [];
    const input = {
      Bucket: this.#name,
      Prefix: prefix,
      ...(delimiter !== undefined && { Delimiter: delimiter }),
    };
    await guarded('list the bucket', async () => {
      for await (const page of paginateListObjectsV2({ client: this.#client }, input)) {
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
        folders.push(
          ...(page.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])),
        );
      }
    });
    return { keys, folders };
  }
}
