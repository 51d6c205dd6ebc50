import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Query } from '../clients/client.ts';
import { expectStatus } from '../expectations.ts';
import { type Bucket, createBucket } from '../world/storage.ts';
import { admin, anyone, createPerson, marker, type Person } from '../world/users.ts';

const mark = marker('m').replace('_', '');
let owner: Person;
let stranger: Person;
let open: Bucket;
let hidden: Bucket;

beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
  open = await createBucket(owner, { name: `b-${mark}`, public: true, description: `${mark} 100% wool` });
  hidden = await createBucket(owner, { name: `a-${mark}`, description: `${mark} 100x wool` });
});

const ids = async (caller: Caller, query: Query) => {
  const answer = await caller.get<Bucket[]>('/storage/buckets/', query);
  expectStatus(answer, 200);
  return answer.body.map((bucket) => bucket.id);
};

describe('GET /storage/buckets/ and /storage/buckets/count', () => {
  it('show anyone the public ones, a user also his own, an ADMIN all', async () => {
    const seen: [Caller, Bucket[]][] = [
      [anyone, [open]],
      [stranger, [open]],
      [owner, [hidden, open]],
      [admin, [hidden, open]],
    ];
    for (const [caller, buckets] of seen) {
      expect(await ids(caller, { search: mark, sort_by: 'name', sort_order: 'asc' })).toEqual(
        buckets.map((bucket) => bucket.id),
      );
      expect((await caller.get('/storage/buckets/count', { search: mark })).body).toEqual({
        count: buckets.length,
      });
    }
  });

  it('give buckets like the single one', async () => {
    const { body } = await owner.get<Bucket[]>('/storage/buckets/', { search: open.name });
    expect(body).toEqual([(await owner.get<Bucket>(`/storage/buckets/${open.id}`)).body]);
  });

  it('search name and description as literal text', async () => {
    expect(await ids(owner, { search: open.name.toUpperCase() })).toEqual([open.id]);
    expect(await ids(owner, { search: `${mark} 100%` })).toEqual([open.id]);
    expect(await ids(owner, { search: `${mark} 100_` })).toEqual([]);
    expect((await owner.get('/storage/buckets/count', { search: `${mark} 100%` })).body).toEqual({
      count: 1,
    });
  });

  it('sort by each field, newest first by default, with skip and limit', async () => {
    expect(await ids(owner, { search: mark })).toEqual([hidden.id, open.id]);
    for (const sort_by of ['created_at', 'updated_at']) {
      expect(await ids(owner, { search: mark, sort_by, sort_order: 'asc' })).toEqual([open.id, hidden.id]);
    }
    expect(await ids(owner, { search: mark, sort_by: 'name' })).toEqual([open.id, hidden.id]);
    expect(await ids(owner, { search: mark, sort_by: 'name', skip: 1, limit: 1 })).toEqual([hidden.id]);
  });
});
