import { beforeAll, describe, expect, it } from 'vitest';
import type { Query } from '../clients/client.ts';
import { expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import {
  type Bucket,
  createBucket,
  type FilePage,
  listFiles,
  type StoredFile,
  store,
} from '../world/storage.ts';
import { admin, anyone, createPerson, marker, type Person, UNKNOWN_ID } from '../world/users.ts';

const PATHS = [
  'zebra.txt',
  'a.txt',
  'docs/a.md',
  'docs/b.md',
  'docs/deep/c.md',
  'docs-old/d.md',
  '100%_sure.txt',
  '100xxsure.txt',
  'Größe/ñandú.csv',
];
const SORTED = [...PATHS].sort();

let owner: Person;
let bucket: Bucket;
let files: StoredFile[];
beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner);
  files = [];
  for (const [index, path] of PATHS.entries()) {
    files.push(await store(owner, bucket, path, 'x'.repeat(index + 1)));
  }
});

const paths = async (query: Query) => (await listFiles(owner, bucket, query)).data.map((file) => file.path);
const byPath: Query = { sort_by: 'path', sort_order: 'asc' };

describe('GET /storage/files/', () => {
  it('gives files like the single one, newest first, with the total and the page', async () => {
    const page = await listFiles(owner, bucket);
    const size = { pageSize: 100, page_size: 100 };
    expect(page).toEqual({ data: [...files].reverse(), total: PATHS.length, page: 1, ...size });
  });

  it('pages by page and page_size', async () => {
    const page = await listFiles(owner, bucket, { ...byPath, page: 2, page_size: 4 });
    expect(page).toMatchObject({ total: PATHS.length, page: 2, pageSize: 4 });
    expect(page.data.map((file) => file.path)).toEqual(SORTED.slice(4, 8));
    expect(await paths({ ...byPath, page: 3, page_size: 4 })).toEqual(SORTED.slice(8));
    expect(await paths({ page: 4, page_size: 4 })).toEqual([]);
  });

  it('pages by skip and limit', async () => {
    expect(await paths({ ...byPath, skip: 2, limit: 3 })).toEqual(SORTED.slice(2, 5));
    expect(await paths({ ...byPath, skip: 7 })).toEqual(SORTED.slice(7));
    expect(await paths({ ...byPath, limit: 1 })).toEqual(SORTED.slice(0, 1));
    expect(await paths({ skip: 1000 })).toEqual([]);
    expect((await listFiles(owner, bucket, { skip: 2, limit: 3 })).total).toBe(PATHS.length);
  });

  it('shows every file once on its pages, however it is sorted', async () => {
    for (const sort_by of ['created_at', 'updated_at', 'name', 'path', 'size', 'mime_type']) {
      const seen: string[] = [];
      for (let page = 1; page <= 5; page += 1) seen.push(...(await paths({ sort_by, page, page_size: 2 })));
      expect(seen.sort(), sort_by).toEqual(SORTED);
    }
  });

  it('sorts by each field, both ways', async () => {
    const bySize = [...PATHS];
    expect(await paths({ sort_by: 'size', sort_order: 'asc' })).toEqual(bySize);
    expect(await paths({ sort_by: 'size', sort_order: 'desc' })).toEqual(bySize.reverse());
    expect(await paths({ sort_by: 'created_at', sort_order: 'asc' })).toEqual(PATHS);
    expect(await paths({ sort_by: 'updated_at', sort_order: 'asc' })).toEqual(PATHS);
    const ascending = await paths({ sort_by: 'name', sort_order: 'asc' });
    expect(ascending).not.toEqual(PATHS);
    expect((await paths({ sort_by: 'name', sort_order: 'desc' })).reverse()).toEqual(ascending);
  });

  it('searches as literal text', async () => {
    expect(await paths({ search: '100%_' })).toEqual(['100%_sure.txt']);
    expect(await paths({ search: 'ZEBRA' })).toEqual(['zebra.txt']);
    expect(await paths({ search: 'ñandú' })).toEqual(['Größe/ñandú.csv']);
    expect(await paths({ search: 'ÑANDÚ' })).toEqual(['Größe/ñandú.csv']);
    expect(await paths({ search: 'no such file' })).toEqual([]);
    expect(await paths({ search: "'; drop table files; --" })).toEqual([]);
  });

  it('keeps to a prefix as literal text', async () => {
    expect(await paths({ ...byPath, prefix: 'docs/' })).toEqual(['docs/a.md', 'docs/b.md', 'docs/deep/c.md']);
    expect((await paths({ prefix: 'docs' })).length).toBe(4);
    expect(await paths({ prefix: '100%_' })).toEqual(['100%_sure.txt']);
    expect(await paths({ prefix: 'Größe/' })).toEqual(['Größe/ñandú.csv']);
    expect(await paths({ prefix: 'DOCS/' })).toEqual([]);
    expect(await paths({ prefix: 'docs/', search: 'deep' })).toEqual(['docs/deep/c.md']);
  });

  it.each([
    ['page', '0'],
    ['page', 'x'],
    ['page_size', '0'],
    ['page_size', '1001'],
    ['skip', '-1'],
    ['limit', '0'],
    ['limit', '1001'],
    ['sort_by', 'owner_id; drop'],
    ['sort_order', 'up'],
    ['search', 'x'.repeat(101)],
    ['prefix', 'nul\u0000'],
    ['delimiter', 'x'],
    ['bucket_id', 'x'],
    ['nope', '1'],
  ])('refuses %s=%s', async (name, value) => {
    expectInvalid(await owner.get('/storage/files/', { bucket_id: bucket.id, [name]: value }), 'query', name);
  });

  it('is 404 for a bucket that is not there', async () => {
    expectProblem(await owner.get('/storage/files/', { bucket_id: UNKNOWN_ID }), 404);
  });
});

describe('a delimiter', () => {
  const folder = async (prefix: string, more: Query = {}) => {
    const { data, folders } = await listFiles(owner, bucket, { ...byPath, prefix, delimiter: '/', ...more });
    return { files: data.map((file) => file.path), folders };
  };

  it('lists one folder: its files, and the folders in it once each', async () => {
    expect(await folder('')).toEqual({
      files: ['100%_sure.txt', '100xxsure.txt', 'a.txt', 'zebra.txt'],
      folders: ['Größe/', 'docs-old/', 'docs/'],
    });
    expect(await folder('docs/')).toEqual({ files: ['docs/a.md', 'docs/b.md'], folders: ['docs/deep/'] });
    expect(await folder('docs/deep/')).toEqual({ files: ['docs/deep/c.md'], folders: [] });
  });

  it('with a prefix inside a name lists what begins so', async () => {
    expect(await folder('docs')).toEqual({ files: [], folders: ['docs-old/', 'docs/'] });
    expect(await folder('a')).toEqual({ files: ['a.txt'], folders: [] });
    expect(await folder('none/')).toEqual({ files: [], folders: [] });
  });

  it('counts and pages the files of the folder', async () => {
    const page = await listFiles(owner, bucket, { ...byPath, delimiter: '/', page: 2, page_size: 3 });
    expect([page.total, page.page, page.pageSize, page.page_size]).toEqual([4, 2, 3, 3]);
    expect(page.data.map((file) => file.path)).toEqual(['zebra.txt']);
  });
});

describe('the counters', () => {
  const count = async (path: string, query: Query = {}) => {
    const answer = await owner.get<{ count: number }>(path, query);
    expectStatus(answer, 200);
    return answer.body;
  };

  it('count the files of a bucket, and those that a search finds', async () => {
    const bucket_id = bucket.id;
    expect(await count('/storage/files/count', { bucket_id })).toEqual({ count: PATHS.length });
    expect(await count('/storage/files/count', { bucket_id, search: '100%_' })).toEqual({ count: 1 });
    expectInvalid(await owner.get('/storage/files/count', { bucket_id, nope: 1 }), 'query', 'nope');
    expectProblem(await owner.get('/storage/files/count', { bucket_id: UNKNOWN_ID }), 404);
  });

  it('count for callers without a token what is public', async () => {
    const word = marker('public');
    const shown = await createBucket(owner, { public: true });
    await store(owner, shown, word, 'x');
    await store(owner, bucket, { path: `uncounted/${word}`, on_conflict: 'replace' }, 'x');
    for (const name of ['total-count', 'count']) {
      expect((await anyone.get(`/storage/files/${name}`, { search: word })).body).toEqual({ count: 1 });
      expect((await owner.get(`/storage/files/${name}`, { search: word })).body).toEqual({ count: 2 });
    }
    const { data } = await listFiles(owner, bucket, { search: word });
    expect((await owner.del(`/storage/files/${data[0]?.id}`)).status).toBe(204);
    const { body } = await anyone.get<Record<string, number>>('/storage/files/stats');
    const { buckets_count, total_files, total_size } = body;
    expect(body).toEqual({
      ...{ buckets_count, bucket_count: buckets_count, total_buckets: buckets_count },
      ...{ total_files, total_size },
    });
    expectProblem(await anyone.get('/storage/files/count', { bucket_id: bucket.id }), 404);
  });

  it('take no other parameter', async () => {
    for (const name of ['stats', 'total-count', 'count']) {
      expectInvalid(await owner.get(`/storage/files/${name}`, { nope: 1 }), 'query', 'nope');
    }
  });

  it('of the whole storage count what the caller may see and no more', async () => {
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const stranger = await createPerson();
    const seenBy = async (caller: Person) => {
      const { body } = await caller.get<Record<string, number>>('/storage/files/stats');
      return [body.total_files, body.total_size, body.buckets_count].map(Number);
    };
    // Both see the public buckets of other suites, which may grow between two calls.
    const difference = async () => {
      const [mine, his] = [await seenBy(owner), await seenBy(stranger)];
      return mine.map((value, index) => value - (his[index] ?? 0));
    };
    await expect.poll(difference, { timeout: 15_000 }).toEqual([PATHS.length, size, 1]);
    const totals = async () => {
      const [mine, his] = [owner, stranger].map((person) =>
        person.get<{ count: number }>('/storage/files/total-count'),
      );
      return Number((await mine)?.body.count) - Number((await his)?.body.count);
    };
    await expect.poll(totals, { timeout: 15_000 }).toBe(PATHS.length);
  });
});

it('without a bucket the list holds what the caller may see, of all buckets', async () => {
  const word = marker('everywhere');
  const [shown, hidden] = [await createBucket(owner, { public: true }), await createBucket(owner)];
  for (const one of [shown, hidden]) await store(owner, one, `in/${word}.txt`, 'x');
  const seenBy = async (caller: Pick<Person, 'get'>) => {
    const { body } = await caller.get<FilePage>('/storage/files/', { search: word });
    return body.data.map((file) => file.bucket_name).sort();
  };
  const both = [shown.name, hidden.name].sort();
  expect(await Promise.all([anyone, owner, admin].map(seenBy))).toEqual([[shown.name], both, both]);
});
