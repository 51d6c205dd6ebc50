import { createS3Client, type S3Client, type S3Options } from '@selfdb/s3/client';
import { brokenOff, isAbsent } from '@selfdb/s3/failure';
import type { S3Settings } from '@selfdb/s3/settings';
import { abortUnfinished } from '@selfdb/s3/unfinished';
import { elementText, elementTexts } from '@selfdb/s3/xml';
import type { ByteSpan } from '@selfdb/server/http/byte-range';
import { parseSegmentKey } from '@selfdb/shared/files/segment-key';
import { type BlobStore, bytesMissing, type ScannedBatch } from './blob-store.ts';
import { throwStoreError } from './s3-errors.ts';
import { S3Writer } from './s3-writer.ts';

/** The keys that a store writes. `scan` skips any other, which `read` and `remove` might not address correctly. */
const KEY = /^[0-9a-z-]+(?:[./][0-9a-z-]+)*$/;

/**
 * A bucket of Amazon S3 or of a service with its API, such as Cloudflare R2, Garage, SeaweedFS or versitygw. Uses
 * PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2 and the operations of multipart uploads (Amazon S3 API
 * reference). The bucket must exist.
 */
export function createS3Store(settings: S3Settings, options?: S3Options): BlobStore {
  const client = createS3Client(settings, options);
  return {
    write: (key, { length } = {}) => new S3Writer(client, key, length),

    async read(key, range) {
      try {
        return await (range ? getRange(client, key, range) : get(client, key));
      } catch (error) {
        if (isAbsent(error)) throw bytesMissing(key);
        return throwStoreError(error);
      }
    },

    async remove(key) {
      try {
        await client.call({ operation: 'DeleteObject', method: 'DELETE', key });
      } catch (error) {
        if (!isAbsent(error)) throwStoreError(error);
      }
    },

    scan: (cursor) => list(client, cursor).catch(throwStoreError),

    discardUnfinished: (before) =>
      abortUnfinished(client, before, (key) => parseSegmentKey(key) !== undefined).catch(throwStoreError),

    async modifiedAt(key) {
      try {
        const { headers } = await client.call({ operation: 'HeadObject', method: 'HEAD', key });
        return new Date(headers.get('Last-Modified') ?? Number.NaN);
      } catch (error) {
        return isAbsent(error) ? undefined : throwStoreError(error);
      }
    },
  };
}

async function get(client: S3Client, key: string): Promise<ReadableStream<Uint8Array>> {
  const { body } = await client.open({ operation: 'GetObject', method: 'GET', key });
  return body ?? new Blob().stream();
}

async function getRange(client: S3Client, key: string, { offset, length }: ByteSpan) {
  const operation = 'GetObject';
  const span = `${offset}-${offset + length - 1}`;
  const headers = { Range: `bytes=${span}` };
  const { body, headers: answered } = await client.open({ operation, method: 'GET', key, headers });
  if (body && answered.get('Content-Range')?.startsWith(`bytes ${span}/`)) return body;
  await body?.cancel();
  throw brokenOff(operation, 'the answer has another range');
}

/** A batch has up to 1,000 objects. The cursor is the key of the last one, so any process can use it. */
async function list(client: S3Client, cursor: string | undefined): Promise<ScannedBatch> {
  const operation = 'ListObjectsV2';
  const query = { 'list-type': '2', ...(cursor === undefined ? {} : { 'start-after': cursor }) };
  const { text } = await client.call({ operation, method: 'GET', query, root: 'ListBucketResult' });
  const keys = elementTexts(text, 'Key');
  const last = elementText(text, 'IsTruncated') === 'true' ? keys.at(-1) : undefined;
  // Otherwise the caller would list the same batch forever.
  if (last !== undefined && last === cursor) throw brokenOff(operation, 'start-after has no effect');
  return { keys: keys.filter((key) => KEY.test(key)), cursor: last };
}
