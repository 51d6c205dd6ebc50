import { beforeAll, describe, expect, it } from 'vitest';
import { expectDeleted, expectProblem, expectStatus } from '../expectations.ts';
import { childrenOf, foldersOf, realTree, type TreeFile } from '../world/folder-tree.ts';
import {
  type Bucket,
  createBucket,
  downloadPath,
  finished,
  type Job,
  listFiles,
  readBucket,
  type StoredFile,
  sha256,
  upload,
} from '../world/storage.ts';
import { createPerson, type Person } from '../world/users.ts';

const AT_ONCE = 12;
let owner: Person;
let bucket: Bucket;
let tree: TreeFile[];
let paths: string[];

/** Runs the work for every item, so many at a time. */
async function forEach<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function everyFile(prefix = ''): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (let page = 1; ; page += 1) {
    const query = { prefix, page, page_size: 1000, sort_by: 'path', sort_order: 'asc' };
    const { data, total } = await listFiles(owner, bucket, query);
    files.push(...data);
    if (data.length < 1000) {
      expect(files.length).toBe(total);
      return files;
    }
  }
}

const sizeOf = (files: TreeFile[]) => files.reduce((sum, file) => sum + file.bytes.length, 0);

beforeAll(async () => {
  tree = await realTree(3000);
  owner = await createPerson();
  bucket = await createBucket(owner);
  paths = tree.map((file) => file.path);
  await forEach(tree, async ({ path, bytes }) => expectStatus(await upload(owner, bucket, path, bytes), 201));
}, 180_000);

describe('a real folder tree of thousands of files', { timeout: 120_000 }, () => {
  it('is stored whole', async () => {
    expect(tree.length).toBeGreaterThanOrEqual(3000);
    const stored = await everyFile();
    const found = new Map(stored.map((file) => [file.path, [file.size, file.checksum_sha256]]));
    expect(found.size).toBe(tree.length);
    for (const { path, bytes, checksum } of tree)
      expect(found.get(path), path).toEqual([bytes.length, checksum]);
    expect(await readBucket(bucket)).toMatchObject({ file_count: tree.length, total_size: sizeOf(tree) });
  });

  it('is listed by folder as a file system would', async () => {
    const folders = foldersOf(paths);
    expect(folders.length).toBeGreaterThan(100);
    // All of the first levels, and every fifth of those below.
    const chosen = folders.filter((folder, index) => folder.split('/').length <= 3 || index % 5 === 0);
    await forEach(chosen, async (folder) => {
      const query = { prefix: folder, delimiter: '/', page_size: 1000 };
      const page = await listFiles(owner, bucket, query);
      const files = page.data.map((file) => file.path).sort();
      const seen = { files, folders: [...(page.folders ?? [])].sort() };
      expect(seen, folder).toEqual(childrenOf(paths, folder));
    });
  });

  it('is read back byte for byte', async () => {
    await forEach(tree, async ({ path, checksum }) => {
      const answer = await owner.get(downloadPath(bucket, path));
      expectStatus(answer, 200);
      expect(sha256(answer.bytes), path).toBe(checksum);
    });
  });

  it('lets a folder move, with all that is in it', async () => {
    const [folder = ''] = foldersOf(paths)
      .filter((one) => one !== '')
      .sort((a, b) => inside(b).length - inside(a).length);
    const to = 'moved/there/';
    const json = { bucket_id: bucket.id, from: folder, to };
    const answer = await owner.post('/storage/files/move', json);
    expectStatus(answer, 200);
    expect(answer.body).toEqual({ count: inside(folder).length });
    for (const file of tree)
      if (file.path.startsWith(folder)) file.path = to + file.path.slice(folder.length);
    expect((await everyFile(folder)).length).toBe(0);
    const moved = new Map((await everyFile(to)).map((file) => [file.path, file.checksum_sha256]));
    const expected = tree.filter((file) => file.path.startsWith(to));
    expect(moved).toEqual(new Map(expected.map((file) => [file.path, file.checksum])));
    const [sample] = expected;
    const read = await owner.get(downloadPath(bucket, sample?.path ?? ''));
    expect(sha256(read.bytes)).toBe(sample?.checksum);
  });

  it('loses the half that is deleted, and nothing else', async () => {
    const stored = await everyFile();
    const doomed = stored.filter((_, index) => index % 2 === 0);
    const answer = await owner.post<Job>('/storage/files/delete', { ids: doomed.map((file) => file.id) });
    const job = await finished(owner, answer);
    expect(job).toMatchObject({ status: 'done', total: doomed.length, done: doomed.length });
    const kept = stored.filter((_, index) => index % 2 === 1);
    expect((await everyFile()).map((file) => file.id)).toEqual(kept.map((file) => file.id));
    const total_size = kept.reduce((sum, file) => sum + file.size, 0);
    expect(await readBucket(bucket)).toMatchObject({ file_count: kept.length, total_size });
    const count = await owner.get('/storage/files/count', { bucket_id: bucket.id });
    expect(count.body).toEqual({ count: kept.length });
    expectProblem(await owner.get(`/storage/files/${doomed[0]?.id}`), 404);
  });

  it('is gone at once with its bucket', async () => {
    expectDeleted(await owner.del(`/storage/buckets/${bucket.id}`));
    expectProblem(await owner.get('/storage/files/', { bucket_id: bucket.id }), 404);
  });
});

const inside = (folder: string) => paths.filter((path) => path.startsWith(folder));
