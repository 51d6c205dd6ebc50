import type { Person } from '@selfdb/server/testing/people';
import type { Bucket } from '@selfdb/shared/buckets/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, makeBucket } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { value } from '../testing/sql.ts';

const TUS = '/storage/files/tus';
const BYTES = { 'Content-Type': 'application/offset+octet-stream' };
const NOBODY = { 'X-API-Key': undefined };

type Headers = Record<string, string | undefined>;

let owner: Person;
let bucket: Bucket;
beforeAll(async () => {
  owner = await createPerson();
  bucket = await makeBucket(owner);
});

/** Sends a tus request, by the owner unless headers say otherwise. */
function tus(method: string, path: string, headers: Headers = {}, body?: BodyInit) {
  const options = { token: owner.token, headers: { 'Tus-Resumable': '1.0.0', ...headers } };
  return call(method, path, body === undefined ? options : { ...options, body });
}

const metadata = () => `bucket_id ${btoa(bucket.id)},filename ${btoa(crypto.randomUUID())}`;

/** Begins an upload and returns its path. */
async function begin(size: number): Promise<string> {
  const answer = await tus('POST', TUS, { 'Upload-Length': String(size), 'Upload-Metadata': metadata() });
  expect(answer.status).toBe(201);
  return new URL(answer.headers.get('Location') ?? '').pathname;
}

const uploadsInBucket = () =>
  value('select count(*)::int from selfdb.uploads where bucket_id = $1', [bucket.id]);

describe('OPTIONS', () => {
  it.each([TUS, `${TUS}/${crypto.randomUUID()}`, `${TUS}/x`])(
    'needs neither key nor token at %s',
    async (path) => {
      const { status, headers, text } = await call('OPTIONS', path, { headers: NOBODY });
      expect([status, text]).toEqual([204, '']);
      expect(Object.fromEntries(headers)).toMatchObject({
        'tus-resumable': '1.0.0',
        'tus-version': '1.0.0',
        'tus-extension': 'creation,creation-with-upload,termination,checksum,expiration',
        'tus-max-size': String(1024 ** 4),
        'tus-checksum-algorithm': 'sha1,sha256',
      });
    },
  );
});

describe('another protocol version', () => {
  it.each([undefined, '', '0.2.2', '1.0', '1.0.1', '2.0.0', '1.0.0, 1.0.0'])(
    'is refused before any other check: %j',
    async (version) => {
      const path = await begin(5);
      const before = await uploadsInBucket();
      const headers = { 'Tus-Resumable': version, 'Upload-Offset': '0', 'Upload-Length': '5', ...BYTES };
      const create = { ...headers, 'Upload-Metadata': metadata() };
      for (const answer of [
        await tus('POST', TUS, create, 'hello'),
        await tus('PATCH', path, headers, 'hello'),
        await tus('DELETE', path, headers),
        await tus('HEAD', path, headers),
        await tus('DELETE', path, { ...headers, Authorization: undefined }),
      ]) {
        expect(answer.status).toBe(412);
        expect(answer.headers.get('Tus-Version')).toBe('1.0.0');
        expect(answer.headers.get('Tus-Resumable')).toBe('1.0.0');
      }
      expect(await uploadsInBucket()).toBe(before);
      expect((await tus('HEAD', path)).headers.get('Upload-Offset')).toBe('0');
    },
  );
});

it('sends its version and forbids caching on every answer', async () => {
  const path = await begin(5);
  const answers = [
    await tus('HEAD', path),
    await tus('PATCH', path, { 'Upload-Offset': '0', ...BYTES }, 'hel'),
    await tus('PATCH', path, { 'Upload-Offset': '0', ...BYTES }, 'lo'),
    await tus('PATCH', path, { 'Upload-Offset': '3' }, 'lo'),
    await tus('POST', TUS, {}),
    await tus('HEAD', `${TUS}/${crypto.randomUUID()}`),
    await tus('HEAD', path, { Authorization: undefined }),
    await tus('DELETE', path),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 204, 409, 415, 400, 404, 404, 204]);
  for (const { headers } of answers) {
    expect(headers.get('Tus-Resumable')).toBe('1.0.0');
    expect(headers.get('Cache-Control')).toBe('no-store');
  }
});

/** Texts that are not a number of bytes. */
const NOT_COUNTS = [
  undefined,
  '',
  '-1',
  '+5',
  '1.5',
  '1e3',
  '0x10',
  '5 5',
  '5, 5',
  'five',
  '٥',
  '9007199254740992',
];

describe('a number of bytes', () => {
  it.each(NOT_COUNTS)('can not be %j when an upload begins', async (length) => {
    const before = await uploadsInBucket();
    const answer = await tus('POST', TUS, { 'Upload-Length': length, 'Upload-Metadata': metadata() });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(answer.body.detail).toContain('Upload-Length');
    expect(await uploadsInBucket()).toBe(before);
  });

  it.each(NOT_COUNTS)('can not be %j when bytes are appended', async (offset) => {
    const path = await begin(5);
    const answer = await tus('PATCH', path, { 'Upload-Offset': offset, ...BYTES }, 'hello');
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(answer.body.detail).toContain('Upload-Offset');
    expect((await tus('HEAD', path)).headers.get('Upload-Offset')).toBe('0');
  });

  it.each([
    ['0', 201],
    ['007', 201],
    [String(1024 ** 4), 201],
    [String(1024 ** 4 + 1), 413],
    [String(Number.MAX_SAFE_INTEGER), 413],
  ])('may be %s, and is %i', async (length, status) => {
    const answer = await tus('POST', TUS, { 'Upload-Length': length, 'Upload-Metadata': metadata() });
    expect(answer.status).toBe(status);
  });
});

describe('the progress of an upload', () => {
  it('includes the metadata that it was created with', async () => {
    const given = metadata();
    const { headers } = await tus('POST', TUS, { 'Upload-Length': '5', 'Upload-Metadata': given });
    expect(headers.get('Upload-Offset')).toBe('0');
    const location = headers.get('Location') ?? '';
    expect(location).toMatch(/^http:\/\/worker\/storage\/files\/tus\/[0-9a-f-]{36}$/);
    const { pathname } = new URL(location);
    await tus('PATCH', pathname, { 'Upload-Offset': '0', ...BYTES }, 'hel');
    const read = Object.fromEntries((await tus('HEAD', pathname)).headers);
    expect(read).toMatchObject({ 'upload-offset': '3', 'upload-length': '5', 'upload-metadata': given });
    expect(Date.parse(read['upload-expires'] ?? '')).toBeGreaterThan(Date.now());
    expect(read).not.toHaveProperty('x-selfdb-file-id');
  });

  it('includes the file id once the file is complete', async () => {
    const path = await begin(5);
    const { headers } = await tus('PATCH', path, { 'Upload-Offset': '0', ...BYTES }, 'hello');
    const id = headers.get('X-SelfDB-File-Id');
    expect(await value('select size::int from selfdb.files where id = $1', [id])).toBe(5);
    const read = (await tus('HEAD', path)).headers;
    expect([read.get('Upload-Offset'), read.get('X-SelfDB-File-Id')]).toEqual(['5', id]);
  });
});

describe('bytes', () => {
  it.each([undefined, '', 'application/octet-stream', 'application/offset+octet-stream; charset=utf-8'])(
    'are refused with the content type %j',
    async (type) => {
      const path = await begin(5);
      const headers = { 'Upload-Offset': '0', 'Content-Type': type };
      // Otherwise the text sets a content type.
      const answer = await tus('PATCH', path, headers, new TextEncoder().encode('hello'));
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
      expect((await tus('HEAD', path)).headers.get('Upload-Offset')).toBe('0');
    },
  );

  it('may be sent with the request that begins the upload', async () => {
    const create = { 'Upload-Length': '5', 'Upload-Metadata': metadata() };
    const { status, headers } = await tus('POST', TUS, { ...create, ...BYTES }, 'hel');
    expect([status, headers.get('Upload-Offset')]).toEqual([201, '3']);
    const refused = await tus('POST', TUS, { ...create, 'Content-Type': 'text/plain' }, 'hello');
    expect(refused.status).toBe(415);
  });
});

describe('a method sent as X-HTTP-Method-Override', () => {
  const post = (path: string, method: string | undefined, headers: Headers = {}, body?: BodyInit) =>
    tus('POST', path, { 'X-HTTP-Method-Override': method, ...headers }, body);

  it.each(['PATCH', 'patch'])('may be %s', async (method) => {
    const path = await begin(5);
    const answer = await post(path, method, { 'Upload-Offset': '0', ...BYTES }, 'hel');
    expect([answer.status, answer.headers.get('Upload-Offset')]).toEqual([204, '3']);
  });

  it('may be HEAD and DELETE', async () => {
    const path = await begin(5);
    const read = await post(path, 'HEAD');
    expect([read.status, read.headers.get('Upload-Length')]).toEqual([200, '5']);
    expect((await post(path, 'DELETE')).status).toBe(204);
    expect((await tus('HEAD', path)).status).toBe(404);
  });

  it('may have a body, which is ignored', async () => {
    const path = await begin(5);
    expect((await post(path, 'HEAD', {}, 'hello')).status).toBe(200);
    expect((await post(path, 'DELETE', {}, 'hello')).status).toBe(204);
  });

  it.each([undefined, '', 'GET', 'POST', 'PUT', 'OPTIONS', 'CONNECT', 'TRACE', 'nonsense'])(
    'can not be %s',
    async (method) => {
      const path = await begin(5);
      expect((await post(path, method, { 'Upload-Offset': '0', ...BYTES }, 'hello')).status).toBe(405);
      expect((await tus('HEAD', path)).headers.get('Upload-Offset')).toBe('0');
    },
  );

  it('still needs API key and token', async () => {
    const path = await begin(5);
    expect((await post(path, 'DELETE', { Authorization: undefined })).status).toBe(404);
    expect((await post(path, 'DELETE', NOBODY)).status).toBe(401);
    expect((await tus('HEAD', path)).status).toBe(200);
  });
});
