import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Caller } from '../clients/client.ts';
import { create } from '../clients/tus.ts';
import { expectDeleted, expectProblem, expectStatus } from '../expectations.ts';
import type { Role } from '../matrix/operation.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  downloadPath,
  type FilePage,
  readBucket,
  readFile,
  type StoredFile,
  store,
  upload,
} from '../world/storage.ts';
import { admin, anyone, createPerson, marker, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
let third: Person;
let open: Bucket;
let hidden: Bucket;
beforeAll(async () => {
  [owner, stranger, third] = [await createPerson(), await createPerson(), await createPerson()];
  [open, hidden] = [await createBucket(owner, { public: true }), await createBucket(owner)];
});

const callerOf = (role: Role): Caller => ({ anonymous: anyone, stranger, owner, admin })[role];

type Call = (caller: Caller, bucket: Pick<Bucket, 'id' | 'name'>) => Promise<Answer<unknown>>;
const CALLS: Record<string, Call> = {
  'reading the bucket': (caller, { id }) => caller.get(`/storage/buckets/${id}`),
  'listing its files': (caller, { id }) => caller.get('/storage/files/', { bucket_id: id }),
  'counting its files': (caller, { id }) => caller.get('/storage/files/count', { bucket_id: id }),
  'an upload': (caller, bucket) => upload(caller, bucket, marker('file')),
  'a resumable upload': (caller, { id }) => create(caller, { bucket_id: id, path: marker('tus') }, 1),
  'changing the bucket': (caller, { id }) => caller.patch(`/storage/buckets/${id}`, { description: 'x' }),
  'moving a folder': (caller, { id }) =>
    caller.post('/storage/files/move', { bucket_id: id, from: 'none', to: 'some' }),
  'deleting by prefix': (caller, { id }) =>
    caller.post('/storage/files/delete', { bucket_id: id, prefix: 'none/' }),
};

/** The same for a file of the owner, and its path. */
type FileCall = (caller: Caller, file: StoredFile, bucket: Bucket) => Promise<Answer<unknown>>;
const FILE_CALLS: Record<string, FileCall> = {
  'reading a file': (caller, { id }) => caller.get(`/storage/files/${id}`),
  'downloading it': (caller, { path }, bucket) => caller.get(downloadPath(bucket, path)),
  'signing it': (caller, { id }) => caller.post(`/storage/files/${id}/sign`, { expires_in: 60 }),
  'replacing it': (caller, { path }, bucket) =>
    upload(caller, bucket, { path, on_conflict: 'replace' }, 'new'),
  'replacing it by tus': (caller, { path }, bucket) =>
    create(caller, { bucket_id: bucket.id, path, on_conflict: 'replace' }, 1),
  'changing it': (caller, { id }) => caller.patch(`/storage/files/${id}`, { metadata: { a: 1 } }),
  'copying it': (caller, { id }) => caller.post(`/storage/files/${id}/copy`, { path: marker('copy') }),
  'moving it': (caller, { id }) => caller.post(`/storage/files/${id}/move`, { path: marker('moved') }),
  'deleting it': (caller, { id }) => caller.del(`/storage/files/${id}`),
};

type Outcome = Record<Role, number>;
const row = (anonymous: number, strange: number, good: number): Outcome => ({
  anonymous,
  stranger: strange,
  owner: good,
  admin: good,
});

/** [what is done, then for each access: to a caller without a token, to another user, to owner and ADMIN] */
const MATRIX: [string, Record<Bucket['access'], Outcome>][] = [];
const given = (name: string, open: Outcome, users: Outcome, owned: Outcome) =>
  MATRIX.push([name, { public: open, users, owner: owned }]);

given('reading the bucket', row(200, 200, 200), row(404, 200, 200), row(404, 403, 200));
given('listing its files', row(200, 200, 200), row(404, 200, 200), row(404, 403, 200));
given('counting its files', row(200, 200, 200), row(404, 200, 200), row(404, 403, 200));
given('an upload', row(201, 201, 201), row(404, 201, 201), row(404, 403, 201));
given('a resumable upload', row(201, 201, 201), row(404, 201, 201), row(404, 403, 201));
given('changing the bucket', row(401, 403, 200), row(401, 403, 200), row(401, 403, 200));
given('moving a folder', row(401, 403, 200), row(401, 403, 200), row(401, 403, 200));
given('deleting by prefix', row(401, 403, 202), row(401, 403, 202), row(401, 403, 202));
given('reading a file', row(200, 200, 200), row(404, 200, 200), row(404, 403, 200));
given('downloading it', row(200, 200, 200), row(404, 200, 200), row(404, 403, 200));
given('signing it', row(200, 200, 200), row(404, 200, 200), row(404, 403, 200));
given('replacing it', row(401, 403, 201), row(404, 403, 201), row(404, 403, 201));
given('replacing it by tus', row(401, 403, 201), row(404, 403, 201), row(404, 403, 201));
given('changing it', row(401, 403, 200), row(401, 403, 200), row(401, 403, 200));
given('copying it', row(401, 403, 201), row(401, 403, 201), row(401, 403, 201));
given('moving it', row(401, 403, 200), row(401, 403, 200), row(401, 403, 200));
given('deleting it', row(401, 403, 204), row(401, 403, 204), row(401, 403, 204));

describe.each(['public', 'users', 'owner'] as const)('in a bucket whose access is %s', (access) => {
  let bucket: Bucket;
  beforeAll(async () => {
    bucket = await createBucket(owner, { access });
    expect(bucket).toMatchObject({ access, public: access === 'public' });
  });

  it.each(MATRIX)('%s', async (name, outcomes) => {
    for (const [role, status] of Object.entries(outcomes[access])) {
      const caller = callerOf(role as Role);
      const file = await store(owner, bucket, marker('mine'), 'mine');
      const call = CALLS[name] ?? ((who: Caller) => FILE_CALLS[name]?.(who, file, bucket));
      const answer = await call(caller, bucket);
      if (!answer) throw new Error(name);
      if (status >= 400) expectProblem(answer, status);
      else expect(answer.status, `${role}: ${answer.text}`).toBe(status);
      if (status >= 400) expect(await readFile(owner, file.id)).toEqual(file);
      if (status >= 400) expect(await contentOf(bucket, file.path)).toBe('mine');
    }
  });
});

describe('a bucket', () => {
  it('that is private looks to a caller without a token like one that is not there', async () => {
    const nowhere = { id: UNKNOWN_ID, name: marker('nowhere') };
    for (const [name, call] of Object.entries(CALLS)) {
      const [real, none] = [await call(anyone, hidden), await call(anyone, nowhere)];
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
      expectProblem(await person.patch(`/storage/files/${file.id}`, { metadata: { by: 'x' } }), 403);
      expectProblem(await person.post(`/storage/files/${file.id}/move`, { path: marker('moved') }), 403);
      expectProblem(await person.post(`/storage/files/${file.id}/copy`, { path: marker('copied') }), 403);
      expectProblem(await person.del(`/storage/files/${file.id}`), 403);
    }
    expectProblem(await anyone.del(`/storage/files/${file.id}`), 401, 404);
    for (const reader of [anyone, ...refused, ...allowed])
      expect(await readFile(reader, file.id)).toEqual(file);
  };

  it('belongs to its uploader and to the owner of the bucket', async () => {
    const file = await store(stranger, open, marker('his'), 'his');
    expect(file.owner_id).toBe(stranger.id);
    await expectOnlyFor(file, [stranger, owner], [third]);
    expectStatus(await stranger.patch(`/storage/files/${file.id}`, { metadata: { by: 'uploader' } }), 200);
    expectStatus(await owner.patch(`/storage/files/${file.id}`, { metadata: { by: 'owner' } }), 200);
    expectDeleted(await stranger.del(`/storage/files/${file.id}`));
  });

  it('that came without a token is the owner’s of the bucket', async () => {
    const { body } = await upload(anyone, open, marker('anonymous'), 'x');
    const file = await readFile(anyone, body.file_id);
    expect(file.owner_id).toBe(owner.id);
    await expectOnlyFor(file, [owner], [stranger, third]);
    expectDeleted(await owner.del(`/storage/files/${file.id}`));
  });

  it('of the owner is out of reach for others who upload there', async () => {
    await expectOnlyFor(await store(owner, open, marker('own'), 'own'), [owner], [stranger, third]);
  });
});

describe('a file in a private bucket', () => {
  it('is for no other user, and a caller without a token does not even learn of it', async () => {
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
      expectProblem(await call(stranger), 403);
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
