import type { S3Client, S3Options } from '@selfdb/s3/client';
import { isAbsent } from '@selfdb/s3/failure';
import { beginMultipartUpload } from '@selfdb/s3/multipart';
import { PartBuffer } from '@selfdb/s3/part-buffer';
import type { S3Settings } from '@selfdb/s3/settings';
import { isArchiveName } from '../archive/archive-name.ts';
import { ArchiveMissing, type BackupStore, type NewArchive } from './backup-store.ts';
import { openS3Folder, sweepUploads } from './s3-folder.ts';
import { deleteObject, listObjects, putObject, readObject } from './s3-objects.ts';

/** With 10,000 parts, an archive has up to 160 GiB. */
const PART_BYTES = 16 * 1024 ** 2;
const TIMEOUT = { attempts: 8, firstPauseMs: 200, attemptMs: 30_000, totalMs: 120_000 };
const UNPUBLISHED = '.unpublished';

interface Options extends S3Options {
  partBytes?: number;
}

/**
 * Archives in a bucket of S3, below `folder`. As long as the object `.<archive>.unpublished` is there, the archive is not
 * listed: so it can be completed and read back before it counts, and is never copied.
 */
export function createS3BackupStore(
  settings: S3Settings,
  folder: string,
  options: Options = {},
): BackupStore {
  const { client, prefix } = openS3Folder(settings, folder, { timeout: TIMEOUT, ...options });
  const noteOf = (filename: string) => `${prefix}.${filename}.json`;
  const markers = async () =>
    (await listObjects(client, `${prefix}.selfdb_backup_`))
      .map(({ filename }) => filename.slice(prefix.length + 1))
      .filter((name) => name.endsWith(UNPUBLISHED))
      .map((name) => name.slice(0, -UNPUBLISHED.length));
  const forget = async (filename: string) => {
    await deleteObject(client, prefix + filename);
    await deleteObject(client, `${prefix}.${filename}${UNPUBLISHED}`);
  };
  const list = async () => {
    // The markers after the archives: one that was published in between is listed.
    const archives = (await listObjects(client, `${prefix}selfdb_backup_`)).map((archive) => ({
      ...archive,
      filename: archive.filename.slice(prefix.length),
    }));
    const hidden = new Set(await markers());
    return archives
      .filter(({ filename }) => isArchiveName(filename) && !hidden.has(filename))
      .sort((a, b) => b.filename.localeCompare(a.filename));
  };
  return {
    list,
    async create(filename, headBytes) {
      if ((await list()).some((archive) => archive.filename === filename))
        throw new Error(`There is already a backup ${filename}.`);
      await putObject(client, `${prefix}.${filename}${UNPUBLISHED}`, 'This archive does not count yet.\n');
      return createArchive(client, prefix + filename, headBytes, options.partBytes ?? PART_BYTES, {
        publish: () => deleteObject(client, `${prefix}.${filename}${UNPUBLISHED}`),
        forget: () => forget(filename),
      });
    },

    async *read(filename, range) {
      if (range && range.end <= range.start) return;
      try {
        yield* readObject(client, prefix + filename, range ?? { start: 0, end: undefined });
      } catch (error) {
        throw isAbsent(error) ? new ArchiveMissing(filename) : error;
      }
    },

    async remove(filename) {
      await deleteObject(client, prefix + filename);
      await deleteObject(client, noteOf(filename));
    },

    async readNote(filename) {
      const call = { operation: 'GetObject', method: 'GET', key: noteOf(filename) } as const;
      try {
        return JSON.parse((await client.call(call)).text);
      } catch (error) {
        if (isAbsent(error) || error instanceof SyntaxError) return undefined;
        throw error;
      }
    },

    writeNote: (filename, note) => putObject(client, noteOf(filename), `${JSON.stringify(note)}\n`),

    async sweep() {
      await sweepUploads(client, (key) => key.startsWith(prefix) && isArchiveName(key.slice(prefix.length)));
      for (const filename of await markers()) await forget(filename);
    },
  };
}

/** Keeps the first part back, because the archive's head is written last. Holds two parts in memory. */
async function createArchive(
  client: S3Client,
  key: string,
  headBytes: number,
  partBytes: number,
  { publish, forget }: { publish: () => Promise<void>; forget: () => Promise<void> },
): Promise<NewArchive> {
  const upload = await beginMultipartUpload(client, key).catch(async (error) => {
    await forget().catch(() => {});
    throw error;
  });
  const first = new PartBuffer(partBytes - headBytes);
  const later = new PartBuffer(partBytes);
  let number = 2;
  const send = async () => {
    await upload.send(later.bytes, undefined, number);
    number += 1;
    later.clear();
  };
  return {
    async append(bytes) {
      let rest = bytes.subarray(first.add(bytes));
      while (rest.byteLength > 0) {
        if (later.isFull) await send();
        rest = rest.subarray(later.add(rest));
      }
    },
    async finish(head) {
      if (later.bytes.byteLength > 0) await send();
      await upload.send(Buffer.concat([head, first.bytes]), undefined, 1);
      await upload.complete();
    },
    read: () => readObject(client, key, { start: 0, end: undefined }),
    publish,
    async discard() {
      await upload.abort().catch(() => {});
      await forget().catch(() => {});
    },
  };
}
