/** Larger blobs are not kept. */
export const SMALL_BYTES = 64 * 1024;
const MOST_BYTES = 16 * 1024 ** 2;
/** What keeping one takes besides its bytes, generously: otherwise there would be no end of empty ones. */
const OVERHEAD_BYTES = 512;

const kept = new Map<string, ArrayBuffer>();
let total = 0;

/**
 * The bytes of a small blob, which `read` reads unless they were read lately. A blob is never changed, and whether somebody
 * may have it a statement has said before, so what is kept can't be wrong.
 */
export async function smallBlob(blobId: string, read: () => Promise<ArrayBuffer>): Promise<ArrayBuffer> {
  const bytes = kept.get(blobId) ?? (await read());
  keep(blobId, bytes);
  return bytes;
}

/** As the latest; the oldest make room. */
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
