import { beforeAll, describe, expect, it } from 'vitest';
import { sendAndLeave } from '../clients/interrupted.ts';
import { checksumOf, piecesOf } from '../clients/streams.ts';
import {
  append,
  begin,
  create,
  inspect,
  locationOf,
  offsetOf,
  rawAppend,
  TUS,
  TUS_PATH,
} from '../clients/tus.ts';
import { expectProblem, expectStatus, UUID } from '../expectations.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  pathsIn,
  readBucket,
  readFile,
  sha256,
  store,
  upload,
} from '../world/storage.ts';
import { client, createPerson, type Person, system } from '../world/users.ts';

let owner: Person;
let bucket: Bucket;
beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner);
});

const at = (path: string) => ({ bucket_id: bucket.id, path });

describe('a resumable upload', () => {
  it('becomes a file with its last byte, and not before', async () => {
    const metadata = {
      ...{ bucket_id: bucket.id, path: 'папка', filename: 'файл.txt' },
      ...{ filetype: 'text/plain', metadata: '{"title": "Отчёт"}' },
    };
    const created = await create(owner, metadata, 10);
    expectStatus(created, 201);
    expect(created.headers.get('tus-resumable')).toBe('1.0.0');
    const location = locationOf(created);
    const first = await append(owner, location, 0, '01234');
    expect([first.status, first.headers.get('upload-offset'), first.text]).toEqual([204, '5', '']);
    expect(await pathsIn(bucket)).not.toContain('папка/файл.txt');
    const last = await append(owner, location, 5, '56789');
    expect([last.status, last.headers.get('upload-offset')]).toEqual([204, '10']);
    const id = last.headers.get('x-selfdb-file-id') ?? '';
    expect(id).toMatch(UUID);
    expect(first.headers.get('x-selfdb-file-id')).toBeNull();
    expect(await readFile(owner, id)).toMatchObject({
      ...{ path: 'папка/файл.txt', name: 'файл.txt', size: 10, mime_type: 'text/plain', owner_id: owner.id },
      ...{ checksum_sha256: sha256('0123456789'), metadata: { title: 'Отчёт' } },
    });
    expect(await contentOf(bucket, 'папка/файл.txt')).toBe('0123456789');
  });

  it('tells how far it is, and what it became', async () => {
    const location = await begin(owner, bucket.id, 'told', 4);
    await append(owner, location, 0, '12');
    const half = await inspect(owner, location);
    expectStatus(half, 200);
    expect(half.headers.get('upload-offset')).toBe('2');
    expect(half.headers.get('upload-length')).toBe('4');
    expect(half.headers.get('cache-control')).toContain('no-store');
    expect(half.headers.get('upload-metadata')).toContain(Buffer.from('told').toString('base64'));
    const done = await append(owner, location, 2, '34');
    expect(await offsetOf(owner, location)).toBe(4);
    const after = await inspect(owner, location);
    expect(after.headers.get('x-selfdb-file-id')).toBe(done.headers.get('x-selfdb-file-id'));
  });

  it('of nothing is done as soon as it is made', async () => {
    const created = await create(owner, at('empty'), 0);
    expectStatus(created, 201);
    const location = locationOf(created);
    if (!created.headers.get('x-selfdb-file-id')) expectStatus(await append(owner, location, 0, ''), 204);
    expect(await contentOf(bucket, 'empty')).toBe('');
  });

  it('takes bytes only where it stands', async () => {
    const location = await begin(owner, bucket.id, 'offsets', 6);
    await append(owner, location, 0, '123');
    for (const offset of [0, 2, 4, 6, 100]) expectProblem(await append(owner, location, offset, '4'), 409);
    for (const offset of ['', '-1', 'x', '1.5', '3, 3', '1e1', '99999999999999999999']) {
      const headers = { 'Upload-Offset': offset };
      expectProblem(await append(owner, location, 3, '4', headers), 400, 409, 422);
    }
    expect(await offsetOf(owner, location)).toBe(3);
    await append(owner, location, 3, '456');
    expect(await contentOf(bucket, 'offsets')).toBe('123456');
  });

  it('takes no byte more than it said, and not one after its end', async () => {
    const location = await begin(owner, bucket.id, 'over', 4);
    expectProblem(await append(owner, location, 0, '12345'), 400, 413);
    const offset = await offsetOf(owner, location);
    expect(offset).toBeLessThanOrEqual(4);
    await append(owner, location, offset, '1234'.slice(offset));
    expect(await contentOf(bucket, 'over')).toBe('1234');
    expect((await append(owner, location, 4, '5')).status).toBeGreaterThanOrEqual(400);
    expect((await append(owner, location, 0, 'abcd')).status).toBeGreaterThanOrEqual(400);
    expect(await contentOf(bucket, 'over')).toBe('1234');
  });

  it('keeps what had come when the connection broke', async () => {
    const [size, sent] = [5_000_000, 3_000_000];
    const location = await begin(owner, bucket.id, 'broken', size);
    const head = rawAppend(location, new URL(system.baseUrl).host, {
      'X-API-Key': system.apiKey,
      Authorization: `Bearer ${owner.tokens.access_token}`,
      'Upload-Offset': '0',
      'Content-Length': String(size),
    });
    const body = Buffer.concat(piecesOf(size));
    await sendAndLeave(system.baseUrl, head, body.subarray(0, sent), 'reset');
    await expect.poll(() => offsetOf(owner, location), { timeout: 10_000 }).toBeGreaterThan(0);
    const offset = await offsetOf(owner, location);
    expect(offset).toBeLessThanOrEqual(sent);
    const done = await append(owner, location, offset, body.subarray(offset));
    expectStatus(done, 204);
    const file = await readFile(owner, done.headers.get('x-selfdb-file-id') ?? '');
    expect([file.size, file.checksum_sha256]).toEqual([size, checksumOf([body])]);
  });

  it('may be larger than MAX_BODY_BYTES in one request', async () => {
    const bytes = new Uint8Array(11 * 1024 * 1024).fill(9);
    const location = await begin(owner, bucket.id, 'large', bytes.length);
    const done = await append(owner, location, 0, bytes);
    expectStatus(done, 204);
    const file = await readFile(owner, done.headers.get('x-selfdb-file-id') ?? '');
    expect(file.checksum_sha256).toBe(sha256(bytes));
  });

  it('of two senders at once keeps one stretch, whole', async () => {
    const location = await begin(owner, bucket.id, 'contested', 5);
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((letter) => append(owner, location, 0, letter.repeat(5))),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204).length, statuses.join()).toBe(1);
    for (const status of statuses) expect([204, 409, 423]).toContain(status);
    expect(await contentOf(bucket, 'contested')).toBe('abcde'[statuses.indexOf(204)]?.repeat(5));
  });
});

describe('a resumable upload to a path that is taken', () => {
  it('is 409 at once where that is asked for', async () => {
    await store(owner, bucket, 'taken', 'first');
    expectProblem(await create(owner, { ...at('taken'), on_conflict: 'error' }, 3), 409);
    expect(await contentOf(bucket, 'taken')).toBe('first');
  });

  it('replaces the file in one go when asked', async () => {
    const file = await store(owner, bucket, 'replaced', 'first');
    const created = await create(owner, { ...at('replaced'), upsert: 'true' }, 6);
    const location = locationOf(created);
    await append(owner, location, 0, 'sec');
    expect(await contentOf(bucket, 'replaced')).toBe('first');
    const done = await append(owner, location, 3, 'ond');
    expect(done.headers.get('x-selfdb-file-id')).toBe(file.id);
    expect(await contentOf(bucket, 'replaced')).toBe('second');
  });

  it('that was taken meanwhile is 409 at the end where that is asked for, and the other file stays', async () => {
    const location = locationOf(await create(owner, { ...at('meanwhile'), on_conflict: 'error' }, 4));
    await store(owner, bucket, 'meanwhile', 'other');
    expectProblem(await append(owner, location, 0, '1234'), 409);
    expect(await contentOf(bucket, 'meanwhile')).toBe('other');
  });

  it('gets another name', async () => {
    await store(owner, bucket, 'called/a.txt', 'first');
    const location = await begin(owner, bucket.id, 'called/a.txt', 4);
    const done = await append(owner, location, 0, '1234');
    const file = await readFile(owner, done.headers.get('x-selfdb-file-id') ?? '');
    expect(file.path).toBe('called/a (1).txt');
    expect(await contentOf(bucket, 'called/a.txt')).toBe('first');
  });
});

describe('the limits of a bucket', () => {
  it('hold for resumable uploads from the start', async () => {
    const narrow = await createBucket(owner, { max_file_size: 5, allowed_mime_types: ['text/plain'] });
    const target = { bucket_id: narrow.id, path: 'a', filetype: 'text/plain' };
    expectProblem(await create(owner, target, 6), 413);
    expectProblem(await create(owner, { ...target, filetype: 'text/html' }, 5), 415);
    const location = locationOf(await create(owner, target, 5));
    expectStatus(await append(owner, location, 0, '12345'), 204);
    expect(await readBucket(narrow)).toMatchObject({ file_count: 1, total_size: 5 });
  });

  it('hold for a type that is found in the bytes', async () => {
    const texts = await createBucket(owner, { allowed_mime_types: ['text/plain'] });
    const created = await create(owner, { bucket_id: texts.id, path: 'a.html' }, 6);
    if (created.status === 201) expectProblem(await append(owner, locationOf(created), 0, '<html>'), 415);
    else expectProblem(created, 415);
    expect(await pathsIn(texts)).toEqual([]);
  });
});

it('every answer of a resumable upload may be read by a page of another origin', async () => {
  const headers = { ...TUS, Origin: 'https://app.example.org' };
  const answer = await client.call('OPTIONS', TUS_PATH, { apiKey: null, headers });
  expect(answer.headers.get('access-control-allow-origin')).toMatch(/^(\*|https:\/\/app\.example\.org)$/);
  const location = await begin(owner, bucket.id, 'cors', 1);
  const exposed = (await owner.call('HEAD', location, { headers })).headers
    .get('access-control-expose-headers')
    ?.toLowerCase();
  for (const name of ['location', 'upload-offset', 'upload-length', 'tus-resumable', 'upload-expires']) {
    expect(exposed).toContain(name);
  }
});

it('a finished upload leaves its file to plain uploads', async () => {
  const location = await begin(owner, bucket.id, 'plain', 3);
  await append(owner, location, 0, 'tus');
  expectStatus(await upload(owner, bucket, { path: 'plain', upsert: true }, 'plain'), 201);
  expect(await contentOf(bucket, 'plain')).toBe('plain');
});
