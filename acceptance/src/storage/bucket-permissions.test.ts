import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Caller } from '../client.ts';
import { expectDeleted, expectProblem, expectStatus } from '../expectations.ts';
import type { Role } from '../operation.ts';
import {
  type Bucket,
  createBucket,
  type FilePage,
  readBucket,
  readFile,
  type StoredFile,
  store,
  upload,
} from '../storage-world.ts';
import { admin, anyone, createPerson, marker, type Person, UNKNOWN_ID } from '../world.ts';

let owner: Person;
let stranger: Person;
let third: Person;
let open: Bucket;
let hidden: Bucket;
beforeAll(async () => {
  [owner, stranger, third] = [await createPerson(), await createPerson(), await createPerson()];
  [open, hidden] = [await createBucket(owner, { public: true }), await createBucket(owner)];
  await store(owner, open, 'folder/one.txt', 'public');
  await store(owner, hidden, 'folder/one.txt', 'private');
});

const callerOf = (role: Role): Caller => ({ anonymous: anyone, stranger, owner, admin })[role];

type Call = (caller: Caller, bucketId: string) => Promise<Answer<unknown>>;
const CALLS: Record<string, Call> = {
  'reading the bucket': (caller, id) => caller.get(`/storage/buckets/${id}`),
  'listing its files': (caller, id) => caller.get('/storage/files/', { bucket_id: id }),
  'counting its files': (caller, id) => caller.get('/storage/files/count', { bucket_id: id }),
  'an upload': (caller, id) => upload(caller, { id }, marker('file')),
  'changing the bucket': (caller, id) => caller.patch(`/storage/buckets/${id}`, { description: 'x' }),
  'moving a folder': (caller, id) =>
    caller.post('/storage/files/move', { bucket_id: id, from: 'none', to: 'some' }),
  'deleting by prefix': (caller, id) =>
    caller.post('/storage/files/delete', { bucket_id: id, prefix: 'none/' }),
};

type Outcome = Record<Role, number>;
const row = (anonymous: number, strange: number, good: number): Outcome => ({
  anonymous,
  stranger: strange,
  owner: good,
  admin: good,
});

const IN_PUBLIC: [string, Outcome][] = [
  ['reading the bucket', row(200, 200, 200)],
  ['listing its files', row(200, 200, 200)],
  ['counting its files', row(401, 200, 200)],
  ['an upload', row(401, 201, 201)],
  ['changing the bucket', row(401, 403, 200)],
  ['moving a folder', row(401, 403, 200)],
  ['deleting by prefix', row(401, 403, 202)],
];
const IN_PRIVATE: [string, Outcome][] = [
  ['reading the bucket', row(404, 403, 200)],
  ['listing its files', row(404, 403, 200)],
  ['counting its files', row(401, 403, 200)],
  ['an upload', row(401, 403, 201)],
  ['changing the bucket', row(401, 403, 200)],
  ['moving a folder', row(401, 403, 200)],
  ['deleting by prefix', row(401, 403, 202)],
];

async function expectOutcome(name: string, outcome: Outcome, bucket: Bucket): Promise<void> {
  for (const [role, status] of Object.entries(outcome)) {
    const answer = await CALLS[name]?.(callerOf(role as Role), bucket.id);
    if (!answer) throw new Error(name);
    // Where both are fair, a caller without a token may be asked to log in or told that nothing is there.
    if (role === 'anonymous' && status === 401) expectProblem(answer, 401, 404);
    else if (status >= 400) expectProblem(answer, status);
    else expectStatus(answer, status);
  }
}

describe('a bucket', () => {
  it.each(IN_PUBLIC)('that is public: %s', (name, outcome) => expectOutcome(name, outcome, open));
  it.each(IN_PRIVATE)('that is private: %s', (name, outcome) => expectOutcome(name, outcome, hidden));

  it('that is private looks to a caller without a token like one that is not there', async () => {
    for (const [name, call] of Object.entries(CALLS)) {
      const [real, none] = [await call(anyone, hidden.id), await call(anyone, UNKNOWN_ID)];
      const seen = ({ status, body }: Answer<unknown>) => ({ status, ...(body as object), request_id: null });
      expect(seen(real), name).toEqual(seen(none));
    }
  });

  it('is deleted by its owner or an ADMIN only', async () => {
    const [mine, his] = [await createBucket(owner, { public: true }), await createBucket(owner)];
    expectProblem(await anyone.del(`/storage/buckets/${mine.id}`), 401, 404);
    expectProblem(await stranger.del(`/storage/buckets/${mine.id}`), 403);
    expectProblem(await stranger.del(`/storage/buckets/${his.id}`), 403);
    expect(await readBucket(mine)).toEqual(mine);
    expectDeleted(await owner.del(`/storage/buckets/${mine.id}`));
    expectDeleted(await admin.del(`/storage/buckets/${his.id}`));
  });

  it.each(['x', '%00', 'a%22b', '__proto__', '%ff', UNKNOWN_ID])(
    'with the id %s is a client error',
    async (id) => {
      for (const call of [owner.get, owner.del]) {
        expectProblem(await call(`/storage/buckets/${id}`), 400, 404, 422);
      }
    },
  );
});

describe('a file in a public bucket', () => {
  const expectOnlyFor = async (file: StoredFile, allowed: Person[], refused: Person[]) => {
    for (const person of refused) {
      expectProblem(await person.get(`/storage/files/${file.id}`), 403);
      expectProblem(await person.patch(`/storage/files/${file.id}`, { metadata: { by: 'x' } }), 403);
      expectProblem(await person.post(`/storage/files/${file.id}/move`, { path: marker('moved') }), 403);
      expectProblem(await person.post(`/storage/files/${file.id}/copy`, { path: marker('copied') }), 403);
      expectProblem(await person.del(`/storage/files/${file.id}`), 403);
    }
    expectProblem(await anyone.get(`/storage/files/${file.id}`), 401, 404);
    expectProblem(await anyone.del(`/storage/files/${file.id}`), 401, 404);
    for (const person of allowed) expect(await readFile(person, file.id)).toEqual(file);
  };

  it('belongs to its uploader and to the owner of the bucket', async () => {
    const file = await store(stranger, open, marker('his'), 'his');
    expect(file.owner_id).toBe(stranger.id);
    await expectOnlyFor(file, [stranger, owner], [third]);
    expectStatus(await stranger.patch(`/storage/files/${file.id}`, { metadata: { by: 'uploader' } }), 200);
    expectStatus(await owner.patch(`/storage/files/${file.id}`, { metadata: { by: 'owner' } }), 200);
    expectDeleted(await stranger.del(`/storage/files/${file.id}`));
  });

  it('of the owner is out of reach for others who upload there', async () => {
    await expectOnlyFor(await store(owner, open, marker('own'), 'own'), [owner], [stranger, third]);
  });
});

describe('a file in a private bucket', () => {
  it('is for nobody else, who does not even learn of it', async () => {
    const file = await store(owner, hidden, marker('hidden'), 'secret');
    const path = `/storage/files/${file.id}`;
    const calls: ((caller: Caller) => Promise<Answer<unknown>>)[] = [
      (caller) => caller.get(path),
      (caller) => caller.patch(path, { metadata: {} }),
      (caller) => caller.post(`${path}/move`, { path: 'm' }),
      (caller) => caller.post(`${path}/copy`, { path: 'c' }),
      (caller) => caller.post(`${path}/sign`, { expires_in: 60 }),
      (caller) => caller.del(path),
    ];
    for (const call of calls) {
      expectProblem(await call(stranger), 404);
      expectProblem(await call(anyone), 401, 404);
    }
    expect(await readFile(owner, file.id)).toEqual(file);
    expect(await readFile(admin, file.id)).toEqual(file);
  });

  it('never shows in the lists of others', async () => {
    const name = marker('needle');
    await store(owner, hidden, name, 'secret');
    const found = async (caller: Caller) =>
      (await caller.get<FilePage>('/storage/files/', { search: name })).body.total;
    expect(await Promise.all([anyone, stranger, owner, admin].map(found))).toEqual([0, 0, 1, 1]);
    const counted = async (caller: Caller) =>
      (await caller.get<{ count: number }>('/storage/files/count', { search: name })).body.count;
    expect(await Promise.all([stranger, owner, admin].map(counted))).toEqual([0, 1, 1]);
  });
});
