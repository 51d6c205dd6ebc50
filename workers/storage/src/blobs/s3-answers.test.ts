import { s3SettingsOf } from '@selfdb/s3/settings';
import { s3Error, scriptFetch } from '@selfdb/s3/testing/scripted-fetch';
import { describe, expect, it } from 'vitest';
import { createS3Store } from './s3-store.ts';
import { MIB, sampleOf } from './testing/sample.ts';

const settings = s3SettingsOf({
  S3_BUCKET: 'blobs',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
  S3_ADDRESSING: 'path',
});

function storeOf(...script: Response[]) {
  const { fetch, sent } = scriptFetch(...script);
  return { store: createS3Store(settings, { fetch }), sent };
}

function listOf(keys: string[], isTruncated = false): Response {
  const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join('');
  return new Response(
    `<?xml version="1.0"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>blobs</Name>` +
      `<IsTruncated>${isTruncated}</IsTruncated>${contents}</ListBucketResult>\n`,
  );
}

describe('a scan', () => {
  it('continues after the last key, and skips foreign objects', async () => {
    const foreign = ['../up', 'a//b', '.hidden', 'a&amp;b &lt;&#x41;&#233;&gt;'];
    const { store, sent } = storeOf(
      listOf(['20260101/00/x.0', ...foreign], true),
      listOf(['20260102/00/y.1']),
    );
    const first = await store.scan(undefined);
    expect(first).toEqual({ keys: ['20260101/00/x.0'], cursor: 'a&b <Aé>' });
    expect(await store.scan(first.cursor)).toEqual({ keys: ['20260102/00/y.1'], cursor: undefined });
    expect(sent[0]?.url.search).toBe('?list-type=2');
    expect(sent[1]?.url.search).toBe('?list-type=2&start-after=a%26b%20%3CA%C3%A9%3E');
  });

  it('does not loop forever if a server ignores the cursor', async () => {
    const { store } = storeOf(listOf(['a/b.0'], true));
    await expect(store.scan('a/b.0')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('does not accept half of a list as the whole', async () => {
    const whole = await listOf(['a/b.0', 'a/c.0']).text();
    const { store, sent } = storeOf(new Response(whole.slice(0, -30)), listOf(['a/b.0', 'a/c.0']));
    expect((await store.scan(undefined)).keys).toEqual(['a/b.0', 'a/c.0']);
    expect(sent).toHaveLength(2);
  });
});

describe('a read', () => {
  it('of a range does not accept the whole object or another range', async () => {
    const other = new Response('ab', { status: 206, headers: { 'Content-Range': 'bytes 0-1/9' } });
    const { store, sent } = storeOf(new Response('the whole'), other);
    const range = { offset: 2, length: 3 };
    await expect(store.read('a/b.0', range)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.read('a/b.0', range)).rejects.toMatchObject({ code: 'unavailable' });
    expect(sent[0]?.headers.get('Range')).toBe('bytes=2-4');
  });

  it('of a missing bucket is not a missing object', async () => {
    const { store } = storeOf(s3Error(404, 'NoSuchBucket'), s3Error(404, 'NoSuchBucket'));
    await expect(store.read('a/b.0')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.remove('a/b.0')).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a removal', () => {
  it('of a missing object succeeds, even if S3 calls it an error', async () => {
    const { store, sent } = storeOf(s3Error(404, 'NoSuchKey'));
    await store.remove('a/b.0');
    expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual(['DELETE /blobs/a/b.0']);
  });
});

/** The answers to a write of nine megabytes, up to the completion. */
function takeTwoParts(): Response[] {
  const begun = '<InitiateMultipartUploadResult><UploadId>7</UploadId></InitiateMultipartUploadResult>';
  const part = () => new Response('', { headers: { ETag: '"a&b"' } });
  return [new Response(begun), part(), part()];
}

describe('a write', () => {
  it('in parts lists them when it is closed, and is not aborted afterwards', async () => {
    const completed = new Response('<CompleteMultipartUploadResult></CompleteMultipartUploadResult>');
    const { store, sent } = storeOf(...takeTwoParts(), completed);
    const writer = store.write('a/b.0');
    await writer.write(sampleOf(9 * MIB));
    await writer.close();
    await writer.abort();
    expect(sent.map(({ method, url }) => `${method} ${url.search}`)).toEqual([
      'POST ?uploads=',
      'PUT ?partNumber=1&uploadId=7',
      'PUT ?partNumber=2&uploadId=7',
      'POST ?uploadId=7',
    ]);
    expect(sent[3]?.body).toContain('<Part><PartNumber>2</PartNumber><ETag>&#34;a&#38;b&#34;</ETag></Part>');
  });

  it('whose upload has disappeared does not accept another object as its own', async () => {
    const ofAnother = new Response('', { headers: { 'x-amz-meta-selfdb-write': 'another' } });
    const { store, sent } = storeOf(...takeTwoParts(), s3Error(404, 'NoSuchUpload'), ofAnother);
    const writer = store.write('a/b.0');
    await writer.write(sampleOf(9 * MIB));
    await expect(writer.close()).rejects.toMatchObject({
      code: 'unavailable',
      cause: { code: 'NoSuchUpload' },
    });
    expect(sent[4]?.method).toBe('HEAD');
  });

  it.each([
    [507, 'InsufficientStorage'],
    [507, 'Whatever'],
    [403, 'QuotaExceeded'],
    [403, 'XMinioAdminBucketQuotaExceeded'],
  ])('that is answered with %i %s reports a full store', async (status, code) => {
    const { store } = storeOf(s3Error(status, code));
    await expect(store.write('a/b.0').close()).rejects.toMatchObject({
      code: 'insufficient_storage',
      cause: { code },
    });
  });
});
