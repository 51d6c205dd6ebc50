/** Larger blobs are not kept. */
export const SMALL_BYTES = 64 * 1024;
const MOST_BYTES = 16 * 1024 ** 2;
/** The memory that an entry takes besides its bytes, at most. It also bounds the number of empty blobs. */
const OVERHEAD_BYTES = 512;

const kept = new Map<string, ArrayBuffer>();
let total = 0;

/**
 * The bytes of a small blob, from memory or by `read`. A blob never changes, and a statement has decided before whether
 * the caller may have it, so the memory is never out of date.
 */
export async function cachedBlob(blobId: string, read: () => Promise<ArrayBuffer>): Promise<ArrayBuffer> {
  const bytes = kept.get(blobId) ?? (await read());
  keep(blobId, bytes);
  return bytes;
}

/** Enters the blob as the latest, and drops the oldest to make room. */
function keep(blobId: string, bytes: ArrayBuffer): void {
  drop(blobId);
  kept.set(blobId, bytes);
  total += bytes.byteLength + OVERHEAD_BYTES;
  for (const oldest of kept.keys()) {
    if (total <= MOST_BYTES) return;
    drop(oldest);
  }
}

function drop(blobId: string): void {
  const bytes = kept.get(blobId);
  if (bytes && kept.delete(blobId)) total -= bytes.byteLength + OVERHEAD_BYTES;
}
