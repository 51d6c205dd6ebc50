/** Larger blobs are not kept. */
export const SMALL_BYTES = 64 * 1024;
const MOST_BYTES = 16 * 1024 ** 2;

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
  total += bytes.byteLength;
  for (const oldest of kept.keys()) {
    if (total <= MOST_BYTES) return;
    drop(oldest);
  }
}

function drop(blobId: string): void {
  total -= kept.get(blobId)?.byteLength ?? 0;
  kept.delete(blobId);
}
