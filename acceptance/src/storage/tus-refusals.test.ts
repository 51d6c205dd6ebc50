import { beforeAll, describe, expect, it } from 'vitest';
import { append, begin, create, inspect, locationOf, offsetOf, TUS_PATH } from '../clients/tus.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { type Bucket, contentOf, createBucket, store } from '../world/storage.ts';
import { anyone, createPerson, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
let bucket: Bucket;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
  bucket = await createBucket(owner);
});

const at = (path: string) => ({ bucket_id: bucket.id, path });

describe('a resumable upload is refused', () => {
  it('to those who may not store in the bucket', async () => {
    expectProblem(await create(anyone, at('a'), 1), 401, 404);
    expectProblem(await create(stranger, at('a'), 1), 403);
    expectProblem(await create(owner, { ...at('a'), bucket_id: UNKNOWN_ID }, 1), 404);
    const shared = await createBucket(owner, { public: true });
    expectStatus(await create(stranger, { ...at('a'), bucket_id: shared.id }, 1), 201);
  });

  it("to a user who would replace another user's file", async () => {
    const shared = await createBucket(owner, { public: true });
    await store(owner, shared, 'a', 'mine');
    const created = await create(stranger, { bucket_id: shared.id, path: 'a', upsert: 'true' }, 4);
    if (created.status !== 201) expectProblem(created, 403);
    else expectProblem(await append(stranger, locationOf(created), 0, 'evil'), 403);
    expect(await contentOf(shared, 'a')).toBe('mine');
  });

  it('to all but the user who began it; others do not even learn of it', async () => {
    const location = await begin(owner, bucket.id, 'own', 4);
    expectStatus(await inspect(stranger, location), 403);
    expectStatus(await inspect(anyone, location), 401, 404);
    expectProblem(await append(stranger, location, 0, 'evil'), 403);
    expectProblem(await append(anyone, location, 0, 'evil'), 401, 404);
    expect(await offsetOf(owner, location)).toBe(0);
  });

  it.each<[string, Record<string, string>]>([
    ['without a length', { 'Upload-Length': '' }],
    ['of a negative length', { 'Upload-Length': '-1' }],
    ['of a length that is none', { 'Upload-Length': '1x' }],
    ['of a length beyond numbers', { 'Upload-Length': '99999999999999999999' }],
    ['of a length to come, which is not offered', { 'Upload-Length': '', 'Upload-Defer-Length': '1' }],
    ['without metadata', { 'Upload-Metadata': '' }],
    ['with metadata that is no base64', { 'Upload-Metadata': 'bucket_id !!!' }],
    ['with a key twice', { 'Upload-Metadata': 'path YQ==,path Yg==' }],
    ['with a bucket that is no id', { 'Upload-Metadata': 'bucket_id YQ==,path YQ==' }],
    ['with text that is not UTF-8', { 'Upload-Metadata': 'bucket_id //79,path //79' }],
  ])('%s', async (_name, headers) => {
    expectProblem(await create(owner, at('wrong'), 1, headers), 400, 404, 422);
  });

  it.each<[string, Record<string, string>]>([
    ['without a name', {}],
    ['with a path that climbs', { path: '../a' }],
    ['with a path that begins with two slashes', { path: '//a' }],
    ['with a backslash', { path: 'a\\b' }],
    ['with NUL', { path: 'a\u0000b' }],
    ['with a file name that climbs', { path: 'a', filename: 'b/../c' }],
    ['with a type that is none', { path: 'a', content_type: 'garbage' }],
    ['with two answers to a path that is taken', { path: 'a', upsert: 'true', on_conflict: 'error' }],
    ['with a part too long', { path: 'x'.repeat(256) }],
    ['with metadata that is no JSON', { path: 'a', metadata: '{' }],
    ['with metadata that is no object', { path: 'a', metadata: '[]' }],
    ['with an upsert that says nothing', { path: 'a', upsert: 'maybe' }],
  ])('%s', async (_name, pairs) => {
    expectProblem(await create(owner, { bucket_id: bucket.id, ...pairs }, 1), 422);
  });

  it('in another version of the protocol', async () => {
    const location = await begin(owner, bucket.id, 'version', 1);
    for (const version of ['', '0.2.2', '2.0.0']) {
      const headers: Record<string, string> = version ? { 'Tus-Resumable': version } : {};
      for (const [method, path] of [
        ['POST', TUS_PATH],
        ['PATCH', location],
        ['HEAD', location],
        ['DELETE', location],
      ] as const) {
        const answer = await owner.call(method, path, { headers });
        expectStatus(answer, 412);
        expect(answer.headers.get('tus-version')).toContain('1.0.0');
      }
    }
    expect(await offsetOf(owner, location)).toBe(0);
  });

  it('with bytes of another content type', async () => {
    const location = await begin(owner, bucket.id, 'typed', 1);
    expectProblem(await append(owner, location, 0, 'x', { 'Content-Type': 'text/plain' }), 400, 415);
    expect(await offsetOf(owner, location)).toBe(0);
  });

  it('when there is none', async () => {
    expectStatus(await inspect(owner, `${TUS_PATH}/${UNKNOWN_ID}`), 404);
    expectProblem(await append(owner, `${TUS_PATH}/${UNKNOWN_ID}`, 0, 'x'), 404);
    for (const id of ['x', '%00', '..%2f..', '__proto__']) {
      expectProblem(await append(owner, `${TUS_PATH}/${id}`, 0, 'x'), 400, 404, 422);
    }
  });
});
