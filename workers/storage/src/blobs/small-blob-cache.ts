/** Larger blobs are not cached. */
export const SMALL_BYTES = 64 * 1024;
const MAX_BYTES = 16 * 1024 ** 2;
/** The most memory that an entry takes besides its bytes. It also bounds the number of empty blobs. */
const OVERHEAD_BYTES = 512;

const cache = new Map<string, ArrayBuffer>();
let total = 0;

/**
 * The bytes of a small blob, from the cache or from `read`. The cache is never stale: a blob never changes, and a statement
 * has already decided whether the caller may read it.
 */
export async function cachedBlob(blobId: string, read: () => Promise<ArrayBuffer>): Promise<ArrayBuffer> {
  const bytes = cache.get(blobId) ?? (await read());
  put(blobId, bytes);
  return bytes;
}

/** Adds the blob as the most recently used, and evicts the oldest. */
function put(blobId: string, bytes: ArrayBuffer): void {
  evict(blobId);
  cache.set(blobId, bytes);
  total += bytes.byteLength + OVERHEAD_BYTES;
  for (const oldest of cache.keys()) {
    if (total <= MAX_BYTES) return;
    evict(oldest);
  }
}

function evict(blobId: string): void {
  const bytes = cache.get(blobId);
  if (bytes && cache.delete(blobId)) total -= bytes.byteLength + OVERHEAD_BYTES;
}
