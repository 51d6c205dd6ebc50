import type { S3Client } from '@selfdb/s3/client';
import { brokenOff, isAbsent, isTransient } from '@selfdb/s3/failure';
import { elementContents, elementText } from '@selfdb/s3/xml';
import type { StoredArchive } from './backup-store.ts';

const MAX_FRUITLESS = 5;
const SILENCE_MS = 60_000;

/** The bytes of an object from `start` to before `end`. Goes on where it was if a connection breaks. */
export async function* readObject(
  client: S3Client,
  key: string,
  { start, end }: { start: number; end: number | undefined },
): AsyncGenerator<Uint8Array> {
  let at = start;
  let etag: string | null | undefined;
  for (let fruitless = 0; end === undefined || at < end; ) {
    const cancel = new AbortController();
    try {
      const headers = { Range: `bytes=${at}-${end === undefined ? '' : end - 1}` };
      const call = { operation: 'GetObject', method: 'GET', key, headers } as const;
      const answer = await client.open({ ...call, cancel: cancel.signal });
      const size = sizeOf(answer, at);
      end = Math.min(end ?? size, size);
      etag ??= answer.headers.get('ETag');
      if (etag !== answer.headers.get('ETag')) throw new Error(`${key} was replaced while it was read.`);
      for await (const bytes of withoutSilence(answer.body, cancel)) {
        at += bytes.byteLength;
        fruitless = 0;
        yield bytes;
      }
      if (at < end) throw brokenOff('GetObject', 'the answer is cut off');
    } catch (error) {
      fruitless += 1;
      if (!isTransient(error) || fruitless >= MAX_FRUITLESS) throw error;
    } finally {
      cancel.abort();
    }
  }
}

/** The size of the whole object. Throws if the answer begins elsewhere. */
function sizeOf(answer: Response, at: number): number {
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '');
  if (Number(range?.[1]) !== at) throw new Error('S3 GetObject: the answer has another range.');
  return Number(range?.[2]);
}

/** Aborts when no bytes come for a minute. */
async function* withoutSilence(body: Response['body'], cancel: AbortController): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  for (;;) {
    const timer = setTimeout(() => cancel.abort(new Error('no bytes for a minute')), SILENCE_MS);
    const part = await reader
      ?.read()
      .catch((error: unknown) => {
        throw brokenOff('GetObject', error);
      })
      .finally(() => clearTimeout(timer));
    if (!part?.value) return;
    yield part.value;
  }
}

export async function listObjects(client: S3Client, prefix: string): Promise<StoredArchive[]> {
  const operation = 'ListObjectsV2';
  const found: StoredArchive[] = [];
  for (let after: string | undefined; ; ) {
    const query = { 'list-type': '2', prefix, ...(after === undefined ? {} : { 'start-after': after }) };
    const { text } = await client.call({ operation, method: 'GET', query, root: 'ListBucketResult' });
    for (const object of elementContents(text, 'Contents')) {
      found.push({
        filename: elementText(object, 'Key') ?? '',
        size: Number(elementText(object, 'Size')),
        modifiedAt: new Date(elementText(object, 'LastModified') ?? Number.NaN),
      });
    }
    const last = found.at(-1)?.filename;
    if (elementText(text, 'IsTruncated') !== 'true') return found;
    if (last === undefined || last === after) throw brokenOff(operation, 'start-after has no effect');
    after = last;
  }
}

export async function putObject(client: S3Client, key: string, body: string): Promise<void> {
  await client.call({ operation: 'PutObject', method: 'PUT', key, body });
}

/** A missing one is no error. */
export async function deleteObject(client: S3Client, key: string): Promise<void> {
  await client.call({ operation: 'DeleteObject', method: 'DELETE', key }).catch((error: unknown) => {
    if (!isAbsent(error)) throw error;
  });
}
