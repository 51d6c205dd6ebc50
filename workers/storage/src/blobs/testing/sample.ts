import type { ByteSpan } from '@selfdb/server/http/byte-range';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import { v7 as mintUuid } from 'uuid';
import type { BlobStore, BlobWriter } from '../blob-store.ts';

export const MIB = 1024 ** 2;

export function newKey(): string {
  return segmentKey({ blobId: mintUuid(), segment: '0' });
}

/** Bytes in which no two pages, and so no two parts, are equal. */
export function sampleOf(size: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index += 1) bytes[index] = index * 7 + (index >> 12) * seed + seed;
  return bytes;
}

/** Writes chunks of odd sizes from one buffer, which it overwrites each time. */
export async function writeChunks(writer: BlobWriter, bytes: Uint8Array): Promise<void> {
  const sizes = [1, 4099, 70_001, 7, 65_536];
  const buffer = new Uint8Array(70_001);
  let offset = 0;
  for (let turn = 0; offset < bytes.byteLength; turn += 1) {
    const chunk = bytes.subarray(offset, offset + (sizes[turn % sizes.length] ?? 1));
    buffer.set(chunk);
    await writer.write(buffer.subarray(0, chunk.byteLength));
    buffer.fill(0xee);
    offset += chunk.byteLength;
  }
}

export async function put(store: BlobStore, key: string, bytes: Uint8Array): Promise<void> {
  const writer = store.write(key, { length: bytes.byteLength });
  await writeChunks(writer, bytes);
  await writer.close();
}

export async function readAll(store: BlobStore, key: string, range?: ByteSpan): Promise<Uint8Array> {
  return new Response(await store.read(key, range)).bytes();
}

/** Compares without a report of a million differences. */
export function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
