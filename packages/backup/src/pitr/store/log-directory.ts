import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isMissing, makeDirectory, OWNER_ONLY, readNames, syncDirectory } from '../../store/durable-files.ts';
import { FileMissing, type LogStore } from './log-store.ts';

const UNFINISHED = '.partial-write';

/** A directory, which is created when it is needed. */
export function createLogDirectory(directory: string): LogStore {
  const pathOf = (name: string) => join(directory, name);
  const namesOf = async (prefix: string) =>
    (await readNames(directory)).filter((name) => name.startsWith(prefix)).sort();
  return {
    place: directory,

    async put(name, content) {
      await makeDirectory(directory);
      const partial = pathOf(name + UNFINISHED);
      try {
        await pipeline(content, createWriteStream(partial, { mode: OWNER_ONLY, flush: true }));
      } catch (error) {
        await rm(partial, { force: true }).catch(() => {});
        throw error;
      }
      await rename(partial, pathOf(name));
      await syncDirectory(directory);
    },

    async *read(name) {
      try {
        yield* createReadStream(pathOf(name));
      } catch (error) {
        throw isMissing(error) ? new FileMissing(name, directory) : error;
      }
    },

    async has(name) {
      try {
        await stat(pathOf(name));
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },

    list: async (prefix) => (await namesOf(prefix)).filter((name) => !name.endsWith(UNFINISHED)),
    remove: (name) => rm(pathOf(name), { force: true }),

    async sweep(prefix) {
      const leftovers = (await namesOf(prefix)).filter((name) => name.endsWith(UNFINISHED));
      for (const name of leftovers) await rm(pathOf(name), { force: true });
    },
  };
}
