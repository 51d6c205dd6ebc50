import type { SelfDB } from '@selfdb/sdk';
import { makeZip } from 'client-zip';
import type { StorageEntry } from '../entries/entry.ts';
import type { StorageBucket } from '../queries.ts';
import { type ChosenFile, gatherFiles } from './gather-files.ts';
import type { Work } from './work.ts';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Packs files and folders into a zip while it is read, in constant memory. A file that can't be opened is left out and told. */
export async function zipEntries(
  sdk: SelfDB,
  bucket: StorageBucket,
  entries: readonly StorageEntry[],
  work: Work,
): Promise<ReadableStream<Uint8Array>> {
  const files = await gatherFiles(sdk, bucket.id, entries, work.signal);
  work.expect(files.reduce((sum, { size }) => sum + size, 0));
  return makeZip(openInTurn(sdk, bucket.name, files, work));
}

async function* openInTurn(sdk: SelfDB, bucketName: string, files: ChosenFile[], work: Work) {
  for (const { path, relative, size, updated_at } of files) {
    work.signal.throwIfAborted();
    let input: Bytes;
    try {
      input = await sdk.storage.files.downloadStream({ bucketName, path, signal: work.signal });
    } catch (error) {
      work.signal.throwIfAborted();
      work.fail([{ path, error }]);
      work.add(size);
      continue;
    }
    yield { name: relative, lastModified: new Date(updated_at), input: measured(input, work) };
  }
}

function measured(input: Bytes, work: Work): Bytes {
  return input.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        work.add(chunk.byteLength);
        controller.enqueue(chunk);
      },
    }),
  );
}
