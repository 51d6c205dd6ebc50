import type { Readable } from 'node:stream';

const MAX_BYTES = 64 * 1024;

/** Keeps the end of what a process writes. */
export function keepOutput(...streams: Readable[]): () => string {
  let kept: Buffer[] = [];
  let size = 0;
  const keep = (chunk: Buffer) => {
    kept.push(chunk);
    size += chunk.length;
    if (size < 2 * MAX_BYTES) return;
    kept = [Buffer.concat(kept).subarray(-MAX_BYTES)];
    size = MAX_BYTES;
  };
  for (const stream of streams) stream.on('data', keep);
  return () => Buffer.concat(kept).subarray(-MAX_BYTES).toString();
}
