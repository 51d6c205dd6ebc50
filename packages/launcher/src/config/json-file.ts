import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StoredState } from '@selfdb/backup/host/stored-state';
import { z } from 'zod';

/** What a file holds, if it is there and is what it should be. */
export function readJsonFile<T extends z.ZodType>(path: string, schema: T): z.output<T> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Replaces a file, which only its owner may read. A reader sees the old text or the new one. */
export function writeJsonFile(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** A file that keeps the state of this process for the next one. */
export function jsonFile(path: string): StoredState {
  return { read: () => readJsonFile(path, z.unknown()), write: (value) => writeJsonFile(path, value) };
}
