import { createHash } from 'node:crypto';

/** Pseudo-random bytes that match no file type, the same for the same seed. */
export function noise(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let index = 0; index < size; index += 1) {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** A body in pieces that share one buffer, like those of real bodies. */
export async function* inPieces(bytes: Uint8Array, pieceBytes = 100_000): AsyncGenerator<Uint8Array, void> {
  const memory = new Uint8Array(pieceBytes);
  for (let start = 0; start < bytes.byteLength; start += pieceBytes) {
    const piece = bytes.subarray(start, start + pieceBytes);
    memory.set(piece);
    yield memory.subarray(0, piece.byteLength);
    memory.fill(0);
  }
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
