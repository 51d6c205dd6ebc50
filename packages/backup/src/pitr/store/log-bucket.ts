import type { S3Options } from '@selfdb/s3/client';
import { isAbsent } from '@selfdb/s3/failure';
import type { S3Settings } from '@selfdb/s3/settings';
import { openS3Folder, sweepUploads } from '../../store/s3-folder.ts';
import { deleteObject, listObjects, readObject } from '../../store/s3-objects.ts';
import { putStream } from '../../store/s3-put-stream.ts';
import { FileMissing, type LogStore } from './log-store.ts';

/** So a file of the log, which has 16 MB, takes one request, and a base backup has up to 320 GB (10,000 parts). */
const PART_BYTES = 32 * 1024 ** 2;
/** A recovering Postgres waits a minute for a file of the log. */
const TIMEOUT = { attempts: 6, firstPauseMs: 200, attemptMs: 20_000, totalMs: 40_000 };

interface Options extends S3Options {
  partBytes?: number;
}

/** A folder in a bucket of S3. */
export function createLogBucket(settings: S3Settings, folder: string, options: Options = {}): LogStore {
  const { client, prefix } = openS3Folder(settings, folder, { timeout: TIMEOUT, ...options });
  const place = `${prefix} in the bucket ${settings.bucket}`;
  return {
    place,

    put: (name, content) =>
      putStream(client, prefix + name, content, { partBytes: options.partBytes ?? PART_BYTES, isNew: true }),

    async *read(name) {
      try {
        yield* readObject(client, prefix + name, { start: 0, end: undefined });
      } catch (error) {
        throw isAbsent(error) ? new FileMissing(name, place) : error;
      }
    },

    async has(name) {
      try {
        await client.call({ operation: 'HeadObject', method: 'HEAD', key: prefix + name });
        return true;
      } catch (error) {
        if (isAbsent(error)) return false;
        throw error;
      }
    },

    async list(start) {
      const objects = await listObjects(client, prefix + start);
      return objects.map(({ filename }) => filename.slice(prefix.length)).sort();
    },

    remove: (name) => deleteObject(client, prefix + name),
    sweep: (start) => sweepUploads(client, (key) => key.startsWith(prefix + start)),
  };
}
