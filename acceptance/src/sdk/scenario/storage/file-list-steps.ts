import { NotFoundError } from '@selfdb/sdk';
import { refused, same } from '../check.ts';
import type { Stage, Step } from '../step.ts';

/** A bucket with some small files, whose bytes are their paths. */
async function createFiles({ user, marker }: Stage, name: string, ...paths: string[]) {
  const bucket = await user.storage.buckets.create({ name: `${name}-${marker}`, public: true });
  const ids: string[] = [];
  for (const path of paths) {
    ids.push((await user.storage.files.upload(bucket.id, { filename: path, data: path })).file_id);
  }
  return { bucket, ids, file: ids[0] ?? '' };
}

export const FILE_LIST_STEPS: Step[] = [
  {
    name: 'lists, counts and describes files',
    async run(stage) {
      const { files } = stage.user.storage;
      const { bucket, file } = await createFiles(stage, 'f', 'a/1.txt', 'a/2.txt', 'b.txt');
      const page = await files.list({
        bucketId: bucket.id,
        page: 2,
        pageSize: 2,
        sortBy: 'path',
        sortOrder: 'asc',
      });
      same([page.data.map(({ path }) => path), page.total, page.page, page.pageSize], [['b.txt'], 3, 2, 2]);
      const folder = await files.list({ bucketId: bucket.id, delimiter: '/', limit: 10 });
      same([folder.folders, folder.data.length], [['a/'], 1]);
      same((await files.list({ bucketId: bucket.id, prefix: 'a/', search: '2' })).total, 1);
      same(await files.count({ bucketId: bucket.id, search: '.txt' }), { count: 3 });
      same((await files.totalCount({ search: 'b.txt' })).count >= 1, true);
      same((await files.stats()).total_files >= 3, true);
      same((await files.get(file)).path, 'a/1.txt');
      same((await files.updateMetadata(file, { stars: 5 })).metadata, { stars: 5 });
      same((await files.update(file, { name: 'one.txt' })).path, 'a/one.txt');
    },
  },
  {
    name: 'opens files by public and signed addresses',
    async run(stage) {
      const { files, buckets } = stage.user.storage;
      const { bucket, file } = await createFiles(stage, 'g', 'a b?.txt');
      const open = async (url: string) => {
        const response = await fetch(url);
        return [response.status, await response.text()];
      };
      const address = { bucketName: bucket.name, path: 'a b?.txt' };
      same(await open(files.publicUrl({ ...address, download: 'x.txt' })), [200, 'a b?.txt']);
      const { url } = await files.sign(file, { expiresIn: 60 });
      await buckets.update(bucket.id, { access: 'owner' });
      same(await open(url), [200, 'a b?.txt']);
      same((await open(files.publicUrl(address)))[0] === 200, false);
    },
  },
  {
    name: 'moves, copies and deletes files',
    async run(stage) {
      const { files } = stage.user.storage;
      const { bucket, file, ids } = await createFiles(stage, 'h', 'a.txt', 'old/1', 'old/2', 'c.txt');
      same((await files.move(file, { path: 'moved/a.txt' })).path, 'moved/a.txt');
      const copy = await files.copy(file, { path: 'c.txt', upsert: true, bucketId: bucket.id });
      same([copy.path, copy.id === file], ['c.txt', false]);
      same(await files.moveFolder(bucket.id, { from: 'old', to: 'new' }), { count: 2 });
      same(await files.delete(file), undefined);
      await refused(files.get(file), NotFoundError, 404, 'not_found');
      const jobs = [
        await files.deleteMany({ bucketId: bucket.id, prefix: 'new/' }),
        await files.deleteMany({ ids: ids.slice(3) }),
      ];
      for (const { id } of jobs) {
        while (['waiting', 'running'].includes((await files.getJob(id)).status)) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        same((await files.getJob(id)).status, 'done');
      }
      same((await files.list({ bucketId: bucket.id, prefix: 'new/' })).total, 0);
    },
  },
];
