import type { ByteSpan } from '@selfdb/server/http/byte-range';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import type { BlobStore } from './blob-store.ts';
import { cachedBlob, SMALL_BYTES } from './small-blob-cache.ts';

/** Name and size of each segment of a blob in order, as in `selfdb.files.segments`. */
export type Segments = [name: string, size: number][];

export interface StoredBlob {
  blobId: string;
  segments: Segments;
}

interface Piece extends ByteSpan {
  key: string;
}

/** Reads a span of a blob. Resolves when the first bytes arrive. Caches small blobs. */
export async function readBlob(
  store: BlobStore,
  blob: StoredBlob,
  span: ByteSpan,
): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>> {
  if (sizeOf(blob) > SMALL_BYTES) return streamBlob(store, blob, span);
  const whole = { offset: 0, length: sizeOf(blob) };
  const bytes = await cachedBlob(blob.blobId, async () =>
    new Response(await streamBlob(store, blob, whole)).arrayBuffer(),
  );
  return new Uint8Array(bytes, span.offset, span.length);
}

/** Reads a span of a blob without the cache. */
export async function streamBlob(
  store: BlobStore,
  blob: StoredBlob,
  span: ByteSpan,
): Promise<ReadableStream<Uint8Array>> {
  const [first, ...rest] = piecesOf(blob, span);
  if (!first) return new Response('').body as ReadableStream<Uint8Array>;
  const head = await store.read(first.key, first);
  if (rest.length === 0) return head;
  const { readable, writable } = new FixedLengthStream(span.length);
  // The reader sees a failure as a stream that ends too early.
  void chain(store, head, rest, writable).catch(() => {});
  return readable;
}

function sizeOf({ segments }: StoredBlob): number {
  return segments.reduce((sum, [, size]) => sum + size, 0);
}

/** Removes a blob that no row refers to. If that fails, the sweep removes it later. Never throws. */
export async function removeBlob(store: BlobStore, { blobId, segments }: StoredBlob): Promise<void> {
  for (const [segment] of segments) await store.remove(segmentKey({ blobId, segment })).catch(() => {});
}

/** The parts of segments that make up a span of a blob. */
export function piecesOf({ blobId, segments }: StoredBlob, { offset, length }: ByteSpan): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const [segment, size] of segments) {
    const from = Math.max(offset, start);
    const until = Math.min(offset + length, start + size);
    if (from < until) {
      pieces.push({ key: segmentKey({ blobId, segment }), offset: from - start, length: until - from });
    }
    start += size;
  }
  return pieces;
}

async function chain(
  store: BlobStore,
  head: ReadableStream<Uint8Array>,
  rest: Piece[],
  into: WritableStream<Uint8Array>,
): Promise<void> {
  try {
    await head.pipeTo(into, { preventClose: true });
    for (const piece of rest) {
      const next = await store.read(piece.key, piece);
      await next.pipeTo(into, { preventClose: true });
    }
    await into.close();
  } catch (error) {
    await into.abort(error);
  }
}
