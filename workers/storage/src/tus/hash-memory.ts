import { createHash, type Hash } from 'node:crypto';

const MOST = 256;
const kept = new Map<string, { offset: number; hash: Hash }>();

/** What the bytes of an upload so far have made of its checksum. Undefined when nobody remembers, as after a restart. */
export function recallHash(blobId: string, offset: number): Hash | undefined {
  const entry = kept.get(blobId);
  kept.delete(blobId);
  if (offset === 0) return createHash('sha256');
  return entry?.offset === offset ? entry.hash : undefined;
}

/** Keeps it until the next bytes come; the oldest are forgotten. */
export function keepHash(blobId: string, offset: number, hash: Hash): void {
  kept.delete(blobId);
  kept.set(blobId, { offset, hash });
  const [oldest] = kept.keys();
  if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
}
