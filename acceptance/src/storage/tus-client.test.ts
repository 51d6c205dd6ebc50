import { Readable } from 'node:stream';
import * as tus from 'tus-js-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { checksumOf, piecesOf } from '../clients/streams.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  listFiles,
  readFile,
  sha256,
  store,
} from '../world/storage.ts';
import { createPerson, type Person, system } from '../world/users.ts';

const BYTES = 3_000_000;
const content = Buffer.concat(piecesOf(BYTES));
const CHECKSUM = checksumOf([content]);

let owner: Person;
let bucket: Bucket;
beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner);
});

interface Outcome {
  url: string;
  /** The chunks that the server has accepted. */
  chunks: number;
}

const optionsOf = (path: string): tus.UploadOptions => ({
  endpoint: `${system.baseUrl}/storage/files/tus`,
  headers: { 'X-API-Key': system.apiKey, Authorization: `Bearer ${owner.tokens.access_token}` },
  metadata: { bucket_id: bucket.id, path },
  retryDelays: null,
});

function run(file: Buffer | Readable, options: tus.UploadOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let chunks = 0;
    const upload: tus.Upload = new tus.Upload(file, {
      ...options,
      onChunkComplete: () => {
        chunks += 1;
      },
      onSuccess: () => resolve({ url: upload.url ?? '', chunks }),
      onError: reject,
    });
    upload.start();
  });
}

/** Sends chunks until a third is there, then gives up as a closed page does; where it had come is its URL. */
function runAndAbort(options: tus.UploadOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload: tus.Upload = new tus.Upload(content, {
      ...options,
      onChunkComplete: (_size, accepted) => {
        if (accepted >= BYTES / 3) void upload.abort().then(() => resolve(upload.url ?? ''), reject);
      },
      onSuccess: () => reject(new Error('finished before it was aborted')),
      onError: reject,
    });
    upload.start();
  });
}

async function expectWhole(path: string): Promise<void> {
  const { data } = await listFiles(owner, bucket, { prefix: path });
  expect(data.map((file) => [file.path, file.size, file.checksum_sha256])).toEqual([[path, BYTES, CHECKSUM]]);
}

describe('tus-js-client', () => {
  it('uploads a file whole', async () => {
    await run(content, optionsOf('whole'));
    await expectWhole('whole');
  });

  it('uploads in chunks', async () => {
    const { chunks } = await run(content, { ...optionsOf('chunks'), chunkSize: 400_000 });
    expect(chunks).toBe(8);
    await expectWhole('chunks');
  });

  it('uploads a stream, its first bytes along with the creation', async () => {
    const options = { ...optionsOf('stream'), chunkSize: 700_000, uploadSize: BYTES };
    await run(Readable.from(piecesOf(BYTES)), { ...options, uploadDataDuringCreation: true });
    await expectWhole('stream');
  });

  it('goes on where it was aborted', async () => {
    const options = { ...optionsOf('resumed'), chunkSize: 300_000 };
    const uploadUrl = await runAndAbort(options);
    expect((await listFiles(owner, bucket, { prefix: 'resumed' })).total).toBe(0);
    const { url, chunks } = await run(content, { ...options, uploadUrl });
    expect(url).toBe(uploadUrl);
    expect(chunks).toBeLessThan(8);
    await expectWhole('resumed');
  });

  it('goes on in another way than it began', async () => {
    const uploadUrl = await runAndAbort({ ...optionsOf('mixed'), chunkSize: 250_000 });
    await run(content, { ...optionsOf('mixed'), uploadUrl });
    await expectWhole('mixed');
  });

  it('terminates on the server', async () => {
    const url = await runAndAbort({ ...optionsOf('terminated'), chunkSize: 250_000 });
    await tus.Upload.terminate(url, optionsOf('terminated'));
    const headers = { ...optionsOf('').headers, 'Tus-Resumable': '1.0.0' };
    expect([404, 410]).toContain((await fetch(url, { method: 'HEAD', headers })).status);
    expect((await listFiles(owner, bucket, { prefix: 'terminated' })).total).toBe(0);
  });

  it('hears why it is refused', async () => {
    await store(owner, bucket, 'refused', 'first');
    const failure = await run(content, {
      ...optionsOf('refused'),
      metadata: { bucket_id: bucket.id, path: 'refused', on_conflict: 'error' },
    }).catch((error: unknown) => error);
    const status = failure instanceof tus.DetailedError ? failure.originalResponse?.getStatus() : failure;
    expect(status).toBe(409);
    expect(await contentOf(bucket, 'refused')).toBe('first');
  });

  it('keeps the type and the metadata', async () => {
    const metadata = { bucket_id: bucket.id, path: 'in', filename: 'фото.png', filetype: 'image/png' };
    const small = Buffer.from('pixels');
    await run(small, { ...optionsOf(''), metadata: { ...metadata, metadata: '{"a": [1]}' } });
    const [file] = (await listFiles(owner, bucket, { prefix: 'in/' })).data;
    expect(await readFile(owner, file?.id ?? '')).toMatchObject({
      path: 'in/фото.png',
      mime_type: 'image/png',
      checksum_sha256: sha256(small),
      metadata: { a: [1] },
    });
  });
});
