import { statfs } from 'node:fs/promises';

/** Stays free for Postgres, which stops when it can't write its log. */
const RESERVE_BYTES = 256 * 1024 ** 2;
const MEGABYTE = 1024 ** 2;

/** Thrown before a disk is full. */
export class OutOfSpace extends Error {}

/** Throws an OutOfSpace unless this many bytes fit on the disk of a directory, with some to spare. */
export async function requireSpace(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  if (free >= bytes + RESERVE_BYTES) return;
  const megabytes = (value: number) => `${Math.ceil(value / MEGABYTE)} MB`;
  throw new OutOfSpace(
    `The disk of ${directory} has ${megabytes(free)} left, and this needs ${megabytes(bytes + RESERVE_BYTES)}. Make room, then try again.`,
  );
}
