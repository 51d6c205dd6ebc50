import { describe, expect, it } from 'vitest';
import { createS3Client, type S3Call, type S3Client } from './client.ts';
import type { S3Settings } from './settings.ts';
import { s3Error, scriptFetch } from './testing/scripted-fetch.ts';
import { TIMEOUT } from './timeout.ts';

const settings: S3Settings = {
  endpoint: new URL('https://s3.example.com'),
  region: 'eu-west-3',
  bucket: 'blobs',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI-secret',
  addressing: 'path',
};
const timeout = { ...TIMEOUT, firstPauseMs: 1 };
const put: S3Call = {
  operation: 'UploadPart',
  method: 'PUT',
  key: 'a/b.0',
  query: { uploadId: 'up/load+id=' },
};

function clientOf(...script: (Response | Error)[]) {
  const { fetch, sent } = scriptFetch(...script);
  return { client: createS3Client(settings, { fetch, timeout }), sent };
}

function failureOf(client: S3Client): Promise<Error> {
  return client.call(put).then(
    () => Promise.reject(new Error('it succeeded')),
    (error: Error) => error,
  );
}

describe('an address', () => {
  it.each([
    ['https://s3.example.com', 'path', 'a/b.0', 'https://s3.example.com/blobs/a/b.0'],
    ['https://s3.example.com/', 'path', undefined, 'https://s3.example.com/blobs'],
    ['http://10.0.0.1:9000/store/', 'path', 'a/b.0', 'http://10.0.0.1:9000/store/blobs/a/b.0'],
    ['https://s3.example.com:8443', 'virtual', 'a/b.0', 'https://blobs.s3.example.com:8443/a/b.0'],
    ['https://s3.example.com/store', 'virtual', 'a/b.0', 'https://blobs.s3.example.com/store/a/b.0'],
    ['https://s3.example.com', 'virtual', undefined, 'https://blobs.s3.example.com/'],
    ['https://s3.example.com', 'path', 'ä ?#+', 'https://s3.example.com/blobs/%C3%A4%20%3F%23%2B'],
  ] as const)('below %s by %s of the key %s', async (endpoint, addressing, key, expected) => {
    const { fetch, sent } = scriptFetch(new Response(''));
    const client = createS3Client({ ...settings, endpoint: new URL(endpoint), addressing }, { fetch });
    await client.call({ operation: 'HeadObject', method: 'HEAD', ...(key && { key }) });
    expect(sent[0]?.url.href).toBe(expected);
  });

  it('writes a space in a parameter as it is signed', async () => {
    const { client, sent } = clientOf(new Response(''));
    await client.call({ operation: 'ListObjectsV2', method: 'GET', query: { 'start-after': 'a b+c' } });
    expect(sent[0]?.url.search).toBe('?start-after=a%20b%2Bc');
  });
});

describe('a request', () => {
  it('is signed for its region, and its bytes are neither hashed nor copied', async () => {
    const { client, sent } = clientOf(new Response(''));
    const body = new Uint8Array(10);
    await client.call({ ...put, body });
    const { headers, body: sentBody } = sent[0] ?? { headers: new Headers(), body: undefined };
    expect(headers.get('Authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-3\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, /,
    );
    expect(headers.get('X-Amz-Content-Sha256')).toBe('UNSIGNED-PAYLOAD');
    expect(sentBody).toBe(body);
  });

  it('follows no redirect, for that would carry the signature elsewhere', async () => {
    const { client, sent } = clientOf(s3Error(301, 'PermanentRedirect'));
    expect(await failureOf(client)).toMatchObject({ status: 301, code: 'PermanentRedirect' });
    expect(sent).toMatchObject([{ redirect: 'manual' }]);
  });

  it.each([
    [500, 'InternalError'],
    [502, ''],
    [503, 'SlowDown'],
    [504, ''],
    [429, 'TooManyRequests'],
    [400, 'RequestTimeout'],
  ])('is sent again after %i %s', async (status, code) => {
    const { client, sent } = clientOf(
      s3Error(status, code),
      new Error('connection lost'),
      new Response('done'),
    );
    expect((await client.call(put)).text).toBe('done');
    expect(sent).toHaveLength(3);
  });

  it.each([
    [403, 'AccessDenied'],
    [403, 'SignatureDoesNotMatch'],
    [404, 'NoSuchKey'],
    [400, 'InvalidArgument'],
    [501, 'NotImplemented'],
    [507, 'XMinioStorageFull'],
    [503, 'XMinioStorageFull'],
  ])('is not sent again after %i %s', async (status, code) => {
    const { client, sent } = clientOf(s3Error(status, code));
    expect(await failureOf(client)).toMatchObject({ status, code });
    expect(sent).toHaveLength(1);
  });

  it('is sent five times at most', async () => {
    const { client, sent } = clientOf(...Array.from({ length: 9 }, () => s3Error(503, 'SlowDown')));
    await failureOf(client);
    expect(sent).toHaveLength(5);
  });
});

describe('a failure', () => {
  const told = 'StringToSign AKIDEXAMPLE wJalrXUtnFEMI-secret';
  const forbidden = `<Error><Code>AccessDenied</Code><Message>${told}</Message></Error>`;
  it.each<[string, () => Response | Error]>([
    ['an answer', () => new Response(forbidden, { status: 403 })],
    ['an answer with a strange code', () => s3Error(403, told)],
    ['no answer', () => new Error('no way to https://s3.example.com/blobs/a/b.0?uploadId=up%2Fload%2Bid%3D')],
  ])('by %s names the operation, and neither secret nor query', async (_, answer) => {
    const { client } = clientOf(...Array.from({ length: 5 }, answer));
    const { message, stack, cause } = await failureOf(client);
    expect(message).toMatch(/^S3 UploadPart: /);
    expect(`${message} ${stack} ${cause}`).not.toMatch(/secret|load(%2B|\+)id|AKIDEXAMPLE|StringToSign/);
  });
});
