import { createHash, type Hash } from 'node:crypto';

const MAX_ENTRIES = 256;
const kept = new Map<string, { offset: number; hash: Hash }>();

/** Takes the running hash of an upload's bytes out of memory. Undefined if it is not there, as after a restart. */
export function takeHash(blobId: string, offset: number): Hash | undefined {
  const entry = kept.get(blobId);
  kept.delete(blobId);
  if (offset === 0) return createHash('sha256');
  return entry?.offset === offset ? entry.hash : undefined;
}

/** Keeps a running hash until the next bytes come, and drops the oldest. */
export function putHash(blobId: string, offset: number, hash: Hash): void {
  kept.delete(blobId);
  kept.set(blobId, { offset, hash });
  const [oldest] = kept.keys();
  if (kept.size > MAX_ENTRIES && oldest !== undefined) kept.delete(oldest);
}
