import { unreadableBody } from '@selfdb/shared/http/read-body';

/** What a plain reader gets at a time is 4 KiB, and each time costs a turn of the thread: 1 GB would take 20 s. */
const BUFFER_BYTES = 256 * 1024;
const MIN_BYTES = 64 * 1024;

/**
 * The bytes of a body in large pieces, each of which is overwritten by the next. `length`, where it is known, keeps the
 * memory of small bodies small. Throws bad_request when the body breaks off.
 */
export async function* readChunks(
  body: ReadableStream<Uint8Array> | null,
  length: number | undefined,
): AsyncGenerator<Uint8Array, void> {
  if (body === null) return;
  const reader = body.getReader({ mode: 'byob' });
  const size = Math.max(1, Math.min(BUFFER_BYTES, length ?? BUFFER_BYTES));
  let buffer = new ArrayBuffer(size);
  try {
    for (;;) {
      const read = await reader
        .readAtLeast(Math.min(MIN_BYTES, size), new Uint8Array(buffer))
        .catch((error: unknown) => {
          throw unreadableBody(error);
        });
      if (read.value && read.value.byteLength > 0) yield read.value;
      if (read.done || !read.value) return;
      buffer = read.value.buffer as ArrayBuffer;
    }
  } finally {
    // For whoever reads the rest away.
    reader.releaseLock();
  }
}
