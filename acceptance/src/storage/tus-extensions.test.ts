import { beforeAll, describe, expect, it } from 'vitest';
import {
  append,
  begin,
  checksum,
  create,
  inspect,
  locationOf,
  offsetOf,
  TUS,
  TUS_PATH,
  terminate,
} from '../clients/tus.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { type Bucket, contentOf, createBucket, pathsIn, store } from '../world/storage.ts';
import { anyone, client, createPerson, type Person } from '../world/users.ts';

let owner: Person;
let stranger: Person;
let bucket: Bucket;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
  bucket = await createBucket(owner);
});

const at = (path: string) => ({ bucket_id: bucket.id, path });

describe('OPTIONS', () => {
  it('tells every caller, without a key, what is offered', async () => {
    const answer = await client.call('OPTIONS', TUS_PATH, { apiKey: null });
    expectStatus(answer, 200, 204);
    expect(answer.headers.get('tus-resumable')).toBe('1.0.0');
    expect(answer.headers.get('tus-version')?.split(',')).toContain('1.0.0');
    const extensions = answer.headers.get('tus-extension')?.split(',') ?? [];
    for (const name of ['creation', 'creation-with-upload', 'termination', 'checksum', 'expiration']) {
      expect(extensions).toContain(name);
    }
    const algorithms = answer.headers.get('tus-checksum-algorithm')?.split(',') ?? [];
    expect(algorithms).toEqual(expect.arrayContaining(['sha1', 'sha256']));
  });
});

describe('creation-with-upload', () => {
  it('takes the first bytes along', async () => {
    const created = await create(owner, at('with/some'), 6, {}, '123');
    expect([created.status, created.headers.get('upload-offset')]).toEqual([201, '3']);
    expect(await offsetOf(owner, locationOf(created))).toBe(3);
    await append(owner, locationOf(created), 3, '456');
    expect(await contentOf(bucket, 'with/some')).toBe('123456');
  });

  it('takes all bytes along and is done', async () => {
    const created = await create(owner, at('with/all'), 3, {}, '123');
    expect([created.status, created.headers.get('upload-offset')]).toEqual([201, '3']);
    expect(created.headers.get('x-selfdb-file-id')).toBeTruthy();
    expect(await contentOf(bucket, 'with/all')).toBe('123');
  });

  it('refuses too many bytes, and bytes of another type', async () => {
    expectProblem(await create(owner, at('with/over'), 2, {}, '123'), 400, 413);
    const headers = { 'Content-Type': 'text/plain' };
    expectProblem(await create(owner, at('with/typed'), 3, headers, '123'), 400, 415);
    const paths = await pathsIn(bucket);
    for (const path of ['with/over', 'with/typed']) expect(paths).not.toContain(path);
  });
});

describe('checksum', () => {
  it.each(['sha1', 'sha256'])('%s is compared with the bytes of the request', async (algorithm) => {
    const path = `sum/${algorithm}`;
    const location = await begin(owner, bucket.id, path, 6);
    const sum = (bytes: string) => ({ 'Upload-Checksum': checksum(algorithm, bytes) });
    expectStatus(await append(owner, location, 0, '123', sum('123')), 204);
    expectProblem(await append(owner, location, 3, '456', sum('457')), 460);
    expect(await offsetOf(owner, location)).toBe(3);
    expect(await pathsIn(bucket)).not.toContain(path);
    expectStatus(await append(owner, location, 3, '456', sum('456')), 204);
    expect(await contentOf(bucket, path)).toBe('123456');
  });

  it('holds for the bytes that come with the creation', async () => {
    const wrong = { 'Upload-Checksum': checksum('sha1', 'other') };
    expectProblem(await create(owner, at('sum/created'), 3, wrong, '123'), 460);
    expect(await pathsIn(bucket)).not.toContain('sum/created');
    const right = { 'Upload-Checksum': checksum('sha1', '123') };
    expectStatus(await create(owner, at('sum/right'), 3, right, '123'), 201);
  });

  it.each(['md5 CY9rzUYh03PK3k6DJie09g==', 'sha1', 'sha1 !!!', 'sha1 YQ==', '', 'sha256 '.repeat(50)])(
    'that can not be compared is 400 and takes nothing: %j',
    async (value) => {
      const location = await begin(owner, bucket.id, 'sum/none', 1);
      const answer = await append(owner, location, 0, 'x', { 'Upload-Checksum': value });
      expectProblem(answer, 400, 422, 460);
      expect(await offsetOf(owner, location)).toBe(0);
    },
  );
});

describe('termination', () => {
  it('ends an upload and frees what it held', async () => {
    const location = await begin(owner, bucket.id, 'ended', 4);
    await append(owner, location, 0, '12');
    const ended = await terminate(owner, location);
    expect([ended.status, ended.text]).toEqual([204, '']);
    expectStatus(await inspect(owner, location), 404, 410);
    expectProblem(await append(owner, location, 2, '34'), 404, 410);
    expectProblem(await terminate(owner, location), 404, 410);
    await store(owner, bucket, 'ended', 'plain');
    expect(await contentOf(bucket, 'ended')).toBe('plain');
  });

  it('is for the one who began it', async () => {
    const location = await begin(owner, bucket.id, 'mine', 4);
    expectProblem(await terminate(stranger, location), 403);
    expectProblem(await terminate(anyone, location), 401, 404);
    expect(await offsetOf(owner, location)).toBe(0);
  });

  it('of a finished upload leaves the file', async () => {
    const location = await begin(owner, bucket.id, 'finished', 3);
    await append(owner, location, 0, '123');
    expect([204, 404, 409, 410]).toContain((await terminate(owner, location)).status);
    expect(await contentOf(bucket, 'finished')).toBe('123');
  });
});

describe('expiration', () => {
  it('is announced for as long as the upload is open', async () => {
    const created = await create(owner, at('expiring'), 4);
    const location = locationOf(created);
    const answers = [created, await append(owner, location, 0, '12'), await inspect(owner, location)];
    for (const answer of answers) {
      const expires = answer.headers.get('upload-expires') ?? '';
      expect(expires).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/);
      expect(Date.parse(expires)).toBeGreaterThan(Date.now());
    }
  });
});

describe('X-HTTP-Method-Override', () => {
  it('stands for the method, for clients that can not send it', async () => {
    const location = await begin(owner, bucket.id, 'overridden', 3);
    const answer = await owner.call('POST', location, {
      headers: {
        ...TUS,
        'X-HTTP-Method-Override': 'PATCH',
        'Upload-Offset': '0',
        'Content-Type': 'application/offset+octet-stream',
      },
      body: '123',
    });
    expectStatus(answer, 204);
    expect(await contentOf(bucket, 'overridden')).toBe('123');
  });

  it('makes nothing else of another route', async () => {
    const file = await store(owner, bucket, 'not-deleted', 'x');
    const headers = { 'X-HTTP-Method-Override': 'DELETE' };
    await owner.call('GET', `/storage/files/${file.id}`, { headers });
    await owner.call('POST', `/storage/files/${file.id}/sign`, { headers, json: {} });
    expect(await contentOf(bucket, 'not-deleted')).toBe('x');
  });
});
