import { unreadableBody } from '@selfdb/server/http/request/read-body';

/** A default reader gets 4 KiB at a time, and each read costs a turn of the event loop: 1 GB would take 20 s. */
const BUFFER_BYTES = 256 * 1024;
const MIN_BYTES = 64 * 1024;

/**
 * Yields a body in large pieces. Each piece overwrites the one before. `length`, if known, keeps the buffer for a small
 * body small. Throws bad_request if the body breaks off.
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
    // So that the rest of the body can be drained.
    reader.releaseLock();
  }
}
