import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Archives hold every secret of the system. */
export const OWNER_ONLY = 0o600;
const OWNER_ONLY_DIRECTORY = 0o700;

/** Writes a file that only its owner can read. Resolves when it is on the disk. */
export async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Makes a directory that only its owner can enter, and those above it, unless it is there. In Node 24, `mkdir` with `recursive`
 * never ends below /proc, where making a directory says that the one above is missing.
 */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    if ((await stat(directory)).isDirectory()) return;
  } catch (error) {
    if (!isMissing(error)) throw error;
    await makeDirectory(dirname(directory));
  }
  await mkdir(directory, { mode: OWNER_ONLY_DIRECTORY }).catch((error: unknown) => {
    // Another process made it meanwhile.
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}

/** Makes renames in a directory durable. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The names in a directory; none if it is missing. */
export async function readNames(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
