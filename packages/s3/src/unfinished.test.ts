import { expect, it } from 'vitest';
import { createS3Client } from './client.ts';
import { scriptFetch } from './testing/scripted-fetch.ts';
import { abortUnfinished } from './unfinished.ts';

const settings = {
  endpoint: new URL('https://s3.example.com'),
  region: 'eu-west-3',
  bucket: 'blobs',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI-secret',
  addressing: 'path',
} as const;

const page = (keys: string[], next?: string) =>
  new Response(`<ListMultipartUploadsResult>
    <IsTruncated>${next !== undefined}</IsTruncated>
    ${next === undefined ? '' : `<NextKeyMarker>${next}</NextKeyMarker><NextUploadIdMarker>of ${next}</NextUploadIdMarker>`}
    ${keys.map((key) => `<Upload><Key>${key}</Key><UploadId>of ${key}</UploadId><Initiated>2026-01-01T00:00:00Z</Initiated></Upload>`).join('')}
    </ListMultipartUploadsResult>`);
const done = () => new Response(null, { status: 204 });
const abort = (fetch: typeof globalThis.fetch) =>
  abortUnfinished(createS3Client(settings, { fetch }), new Date(), (key) => key.startsWith('ours'));

it('uploads after the first page of a bucket are aborted, too', async () => {
  const { fetch, sent } = scriptFetch(page(['ours1', 'theirs'], 'theirs'), done(), page(['ours2']), done());
  expect(await abort(fetch)).toBe(2);
  expect(sent.map(({ method, url }) => [method, url.pathname])).toEqual([
    ['GET', '/blobs'],
    ['DELETE', '/blobs/ours1'],
    ['GET', '/blobs'],
    ['DELETE', '/blobs/ours2'],
  ]);
  const { searchParams } = sent[2]?.url ?? new URL('https://none.example.com');
  expect([searchParams.get('key-marker'), searchParams.get('upload-id-marker')]).toEqual([
    'theirs',
    'of theirs',
  ]);
});

it('a server that answers the same page again does not keep it going for ever', async () => {
  const { fetch } = scriptFetch(page(['theirs'], 'theirs'), page(['theirs'], 'theirs'));
  await expect(abort(fetch)).rejects.toThrow('no effect');
});
