import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { olderFiles, rotatedBytes } from '../log-file.ts';

/** The positions of a log's bytes that are still there. */
interface Extent {
  start: number;
  end: number;
}

/**
 * Positions count the bytes that were ever written to a log, so rotation changes none. Not exact while another process rotates
 * the log: the supervisor, which does, reads between two rotations.
 */
export function extentOf(path: string): Extent {
  const base = rotatedBytes(path);
  const older = agesOf(path).reduce((sum, file) => sum + sizeOf(file), 0);
  return { start: Math.max(0, base - older), end: base + sizeOf(path) };
}

/** Up to `length` bytes from a position on: fewer at the end of a file. */
export function readAt(path: string, position: number, length: number): Buffer {
  let end = rotatedBytes(path) + sizeOf(path);
  for (const file of [path, ...agesOf(path)]) {
    const start = end - sizeOf(file);
    if (position >= start) return readFile(file, position - start, Math.min(length, end - position));
    end = start;
  }
  return Buffer.alloc(0);
}

/** The rotated files, newest first. */
function agesOf(path: string): string[] {
  return Array.from({ length: olderFiles }, (_, index) => `${path}.${index + 1}`);
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function readFile(path: string, offset: number, length: number): Buffer {
  if (length <= 0) return Buffer.alloc(0);
  const buffer = Buffer.allocUnsafe(length);
  const file = openSync(path, 'r');
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, length, offset));
  } finally {
    closeSync(file);
  }
}
