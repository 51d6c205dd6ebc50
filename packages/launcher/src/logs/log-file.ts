import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

const maxLogBytes = 10 * 1024 * 1024;
/** How many rotated files are kept. */
export const olderFiles = 2;

export function logPath(directory: string, service: string): string {
  return join(directory, `${service}.log`);
}

/** Opens for appending, so that all writers continue at the file's end after it was rotated. */
export function openLog(path: string): number {
  return openSync(path, 'a', 0o600);
}

/**
 * Moves the text to `<path>.1` (and `.1` to `.2`) once it is longer than `maxBytes`. The file itself stays, because
 * processes that write to it hold it open.
 */
export function rotateLog(path: string, maxBytes: number = maxLogBytes): boolean {
  if (!existsSync(path) || statSync(path).size <= maxBytes) return false;
  const before = rotatedBytes(path);
  for (let age = olderFiles; age > 1; age -= 1) {
    if (existsSync(`${path}.${age - 1}`)) renameSync(`${path}.${age - 1}`, `${path}.${age}`);
  }
  copyFileSync(path, `${path}.1`);
  moveRemainder(path, `${path}.1`);
  writeFileSync(`${path}.rotated`, String(before + statSync(`${path}.1`).size), { mode: 0o600 });
  return true;
}

/** How many bytes were moved out of the log since it began, so that a position in it stays the same. */
export function rotatedBytes(path: string): number {
  const counted = existsSync(`${path}.rotated`) ? Number(readFileSync(`${path}.rotated`, 'utf8')) : 0;
  if (Number.isSafeInteger(counted) && counted > 0) return counted;
  // Rotated by an earlier version, or never.
  let bytes = 0;
  for (let age = 1; age <= olderFiles; age += 1) {
    if (existsSync(`${path}.${age}`)) bytes += statSync(`${path}.${age}`).size;
  }
  return bytes;
}

/** Copies what was written in the meantime, then empties the file. */
function moveRemainder(path: string, target: string): void {
  const source = openSync(path, 'r+');
  const destination = openSync(target, 'a');
  const buffer = Buffer.alloc(64 * 1024);
  let position = statSync(target).size;
  for (let read = -1; read !== 0; position += read) {
    read = readSync(source, buffer, 0, buffer.length, position);
    writeSync(destination, buffer, 0, read);
  }
  ftruncateSync(source, 0);
  closeSync(source);
  closeSync(destination);
}

/** The last lines of a log; reads no more than its last 256 KiB. */
export function lastLines(path: string, count: number): string[] {
  if (!existsSync(path)) return [];
  const size = statSync(path).size;
  const length = Math.min(size, 256 * 1024);
  const buffer = Buffer.alloc(length);
  const file = openSync(path, 'r');
  readSync(file, buffer, 0, length, size - length);
  closeSync(file);
  const lines = buffer.toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return count > 0 ? lines.slice(-count) : [];
}
