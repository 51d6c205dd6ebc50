import { BadRequestError, ConflictError, NotFoundError } from '@selfdb/sdk';
import { refusal, refused, same } from '../check.ts';
import type { Stage, Step } from '../step.ts';

const MIB = 1024 * 1024;
const STRANGE = 'a?b#c%2e&d+e/é ü/日本 (1).txt';

const createBucket = ({ user, marker }: Stage, name: string, isPublic = false) =>
  user.storage.buckets.create({ name: `${name}-${marker}`, public: isPublic });

/** A stream of one or more pieces. */
const streamOf = (...pieces: string[]) => new Blob(pieces).stream();

const noise = (count: number) => new Uint8Array(count).map((_, at) => (at * 31) % 251);

export const BUCKET_STEPS: Step[] = [
  {
    name: 'creates, finds, changes and deletes a bucket',
    async run(stage) {
      const { buckets } = stage.user.storage;
      const { id, name } = await createBucket(stage, 'a');
      same((await buckets.get(id)).name, name);
      const listed = await buckets.list({
        search: stage.marker,
        skip: 0,
        limit: 5,
        sortBy: 'name',
        sortOrder: 'asc',
      });
      same(
        listed.map((bucket) => bucket.id),
        [id],
      );
      same(await buckets.count({ search: stage.marker }), { count: 1 });
      same((await buckets.update(id, { access: 'users', max_file_size: 9 })).max_file_size, 9);
      await refused(createBucket(stage, 'a'), ConflictError, 409, 'conflict');
      same(await buckets.delete(id), undefined);
      await refused(buckets.get(id), NotFoundError, 404, 'not_found');
    },
  },
];

export const FILE_STEPS: Step[] = [
  {
    name: 'uploads and downloads data of every kind',
    async run(stage) {
      const { files } = stage.user.storage;
      const { id, name: bucketName } = await createBucket(stage, 'b');
      const bytes = new TextEncoder().encode('Hello');
      const kinds = [
        bytes,
        bytes.buffer,
        'Hello',
        new Blob(['Hello'], { type: 'text/x-mine' }),
        streamOf('Hel', 'lo'),
      ];
      for (const [at, data] of kinds.entries()) {
        const { path, size } = await files.upload(id, { filename: `${at}.txt`, path: 'docs', data });
        same([path, size], [`docs/${at}.txt`, 5]);
        same(new TextDecoder().decode(await files.download({ bucketName, path })), 'Hello');
      }
      same((await files.downloadBlob({ bucketName, path: 'docs/3.txt' })).type, 'text/x-mine');
      const part = await files.downloadStream({
        bucketName,
        path: 'docs/0.txt',
        range: { start: 1, end: 3 },
      });
      same(await new Response(part).text(), 'ell');
    },
  },
  {
    name: 'keeps names as they are, and refuses those that a URL would collapse',
    async run(stage) {
      const { files } = stage.user.storage;
      const { id, name: bucketName } = await createBucket(stage, 'c');
      same((await files.upload(id, { filename: STRANGE, data: 'x' })).path, STRANGE);
      same((await files.download({ bucketName, path: STRANGE })).byteLength, 1);
      for (const path of ['..', 'a/../b', './a', 'a//b', '']) {
        await refused(files.download({ bucketName, path }), BadRequestError, undefined, 'bad_request');
      }
      await refused(
        files.upload(id, { filename: '../x', data: 'x' }),
        BadRequestError,
        422,
        'validation_error',
      );
      await refused(files.get('..'), BadRequestError, undefined, 'bad_request');
    },
  },
  {
    name: 'renames, refuses or replaces where a path is taken',
    async run(stage) {
      const { files } = stage.user.storage;
      const { id } = await createBucket(stage, 'd');
      const first = await files.upload(id, { filename: 'a.txt', data: '1' });
      const second = await files.upload(id, { filename: 'a.txt', data: '2' });
      same([second.path, second.original_path], ['a (1).txt', 'a.txt']);
      const third = files.upload(id, { filename: 'a.txt', data: '3', onConflict: 'error' });
      await refused(third, ConflictError, 409, 'conflict');
      const large = { filename: 'a.txt', data: '4', metadata: {} };
      await refused(files.upload(id, { ...large, onConflict: 'error' }), ConflictError, 409, 'conflict');
      same((await files.upload(id, { ...large, onConflict: 'replace' })).file_id, first.file_id);
      same((await files.upload(id, large)).original_path, 'a.txt');
    },
  },
  {
    name: 'uploads in parts, with progress, and continues what was aborted',
    async run(stage) {
      const { files } = stage.user.storage;
      const { id, name: bucketName } = await createBucket(stage, 'e');
      const data = noise(3 * MIB + 5);
      const parts = { filename: 'large', resumableAbove: MIB, partBytes: MIB, checksum: true };
      const loaded: number[] = [];
      const stream = new Blob([data]).stream();
      const sent = await files.upload(id, {
        ...{ ...parts, data: stream, size: data.byteLength, metadata: { of: 'mine' } },
        onProgress: (progress) => loaded.push(progress.loaded / MIB),
      });
      same([sent.path, sent.size, loaded.map(Math.floor)], ['large', data.byteLength, [0, 1, 2, 3, 3]]);
      same((await files.get(sent.file_id)).metadata, { of: 'mine' });
      const stop = new AbortController();
      let url = '';
      const aborted = files.upload(id, {
        ...{ ...parts, data, signal: stop.signal },
        onResumable: (given) => {
          url = given;
        },
        onProgress: ({ loaded }) => loaded >= MIB && stop.abort(new Error('enough')),
      });
      same(String(await refusal(aborted)), 'Error: enough');
      const { path } = await files.upload(id, { ...parts, data: new Blob([data]), resumeFrom: url });
      const back = new Uint8Array(await files.download({ bucketName, path }));
      same(back.every((byte, at) => byte === data[at]) && back.byteLength, data.byteLength);
    },
  },
  {
    name: 'cancels an upload that is not to be continued',
    async run(stage) {
      const { files } = stage.user.storage;
      const { id } = await createBucket(stage, 'i');
      const data = noise(2 * MIB);
      const parts = { filename: 'large', resumableAbove: MIB, partBytes: MIB, data };
      const stop = new AbortController();
      let url = '';
      const aborted = files.upload(id, {
        ...{ ...parts, signal: stop.signal },
        onResumable: (given) => {
          url = given;
          stop.abort(new Error('enough'));
        },
      });
      same(String(await refusal(aborted)), 'Error: enough');
      same(await files.cancelUpload(url), undefined);
      const resumed = await refusal(files.upload(id, { ...parts, resumeFrom: url }));
      same(resumed instanceof NotFoundError, true);
    },
  },
];
