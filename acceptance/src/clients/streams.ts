import { createHash } from 'node:crypto';

const PIECE_BYTES = 65_536;

/** Bytes that differ from piece to piece, so that a lost, doubled or swapped one shows in the checksum. */
export function piecesOf(totalBytes: number): Uint8Array<ArrayBuffer>[] {
  const count = Math.ceil(totalBytes / PIECE_BYTES);
  return Array.from({ length: count }, (_, index) => {
    const piece = new Uint8Array(Math.min(PIECE_BYTES, totalBytes - index * PIECE_BYTES));
    piece.fill(index % 251);
    new DataView(piece.buffer).setUint32(0, index);
    return piece;
  });
}

export function checksumOf(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** A body of unknown length. */
export function streamOf(pieces: Iterable<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = pieces[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}
