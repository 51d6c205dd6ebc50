import { createHash, type Hash } from 'node:crypto';

const MAX_ENTRIES = 256;
const entries = new Map<string, { offset: number; hash: Hash }>();

/** Removes and returns the running hash of an upload's bytes. Undefined if it is not cached, for example after a restart. */
export function takeHash(blobId: string, offset: number): Hash | undefined {
  const entry = entries.get(blobId);
  entries.delete(blobId);
  if (offset === 0) return createHash('sha256');
  return entry?.offset === offset ? entry.hash : undefined;
}

/** Caches a running hash until the next request of the upload, and evicts the oldest entry. */
export function putHash(blobId: string, offset: number, hash: Hash): void {
  entries.delete(blobId);
  entries.set(blobId, { offset, hash });
  const [oldest] = entries.keys();
  if (entries.size > MAX_ENTRIES && oldest !== undefined) entries.delete(oldest);
}
