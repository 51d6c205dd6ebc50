import { createReadStream } from 'node:fs';
import { chmod, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isArchiveName } from '../archive/archive-name.ts';
import { ArchiveMissing, type BackupStore, type NewArchive, type StoredArchive } from './backup-store.ts';
import { requireSpace } from './disk-space.ts';
import {
  isMissing,
  makeDirectory,
  OWNER_ONLY,
  readNames,
  syncDirectory,
  writeSynced,
} from './durable-files.ts';

const READ_BYTES = 256 * 1024;
/** How many bytes are written before the space on the disk is looked at again. */
const CHECK_BYTES = 32 * 1024 ** 2;
const UNFINISHED = /^\..*\.partial$/;

/** A directory with archives. An unfinished one is a file whose name begins with a dot. */
export function createBackupDirectory(directory: string): BackupStore {
  const pathOf = (filename: string) => join(directory, filename);
  const noteOf = (filename: string) => pathOf(`.${filename}.json`);
  return {
    async create(filename, headBytes) {
      await makeDirectory(directory);
      return createArchive(directory, filename, headBytes);
    },

    async *read(filename, range) {
      yield* readFileInParts(pathOf(filename), filename, range);
    },

    async list() {
      const names = (await readNames(directory)).filter(isArchiveName);
      const archives = await Promise.all(names.map((filename) => describe(pathOf(filename), filename)));
      return archives.flat().sort((a, b) => b.filename.localeCompare(a.filename));
    },

    async remove(filename) {
      await rm(pathOf(filename), { force: true });
      await rm(noteOf(filename), { force: true });
    },

    async readNote(filename) {
      try {
        return JSON.parse(await readFile(noteOf(filename), 'utf8'));
      } catch {
        return undefined;
      }
    },

    async writeNote(filename, note) {
      await makeDirectory(directory);
      await writeDurably(directory, `.${filename}.json`, `${JSON.stringify(note)}\n`);
    },

    async sweep() {
      const leftovers = (await readNames(directory)).filter((name) => UNFINISHED.test(name));
      for (const name of leftovers) await rm(pathOf(name), { force: true });
    },
  };
}

async function createArchive(directory: string, filename: string, headBytes: number): Promise<NewArchive> {
  const partial = join(directory, `.${filename}.partial`);
  const file = await open(partial, 'w', OWNER_ONLY);
  // The file may be an older one with other rights.
  await chmod(partial, OWNER_ONLY);
  let length = headBytes;
  let checkedUntil = 0;
  return {
    async append(bytes) {
      if (length + bytes.byteLength > checkedUntil) {
        await requireSpace(directory, CHECK_BYTES);
        checkedUntil = length + CHECK_BYTES;
      }
      await writeAll(file, bytes, length);
      length += bytes.byteLength;
    },
    async finish(head) {
      await writeAll(file, head, 0);
      await file.sync();
    },
    read: () => readFileInParts(partial, filename),
    async publish() {
      await file.close();
      await rename(partial, join(directory, filename));
      await syncDirectory(directory);
    },
    async discard() {
      await file.close().catch(() => {});
      await rm(partial, { force: true }).catch(() => {});
    },
  };
}

type OpenFile = Awaited<ReturnType<typeof open>>;

async function writeAll(file: OpenFile, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    const { bytesWritten } = await file.write(bytes, written, bytes.byteLength - written, position + written);
    written += bytesWritten;
  }
}

async function writeDurably(directory: string, name: string, text: string): Promise<void> {
  const partial = join(directory, `${name}.partial`);
  await writeSynced(partial, text);
  await rename(partial, join(directory, name));
  await syncDirectory(directory);
}

async function* readFileInParts(
  path: string,
  filename: string,
  range?: { start: number; end: number },
): AsyncGenerator<Uint8Array> {
  // A stream can't have a range of no bytes.
  if (range && range.end <= range.start) return;
  const part = range && { start: range.start, end: range.end - 1 };
  try {
    yield* createReadStream(path, { highWaterMark: READ_BYTES, ...part });
  } catch (error) {
    throw isMissing(error) ? new ArchiveMissing(filename) : error;
  }
}

async function describe(path: string, filename: string): Promise<StoredArchive[]> {
  try {
    const { size, mtime } = await stat(path);
    return [{ filename, size, modifiedAt: mtime }];
  } catch (error) {
    // It was removed since the directory was read.
    if (isMissing(error)) return [];
    throw error;
  }
}
