import { describe, expect, it } from 'vitest';
import { PartBuffer } from './s3-part-buffer.ts';
import { partBytesFor } from './s3-writer.ts';
import { MIB } from './testing/sample.ts';

describe('the parts of an object', () => {
  it.each([
    [undefined, 8],
    [20 * MIB, 8],
    [80_000 * MIB, 8],
    [80_000 * MIB + 1, 9],
    [1024 ** 2 * MIB, 105],
  ])('of %s bytes have %i MiB', (length, size) => {
    expect(partBytesFor(length)).toBe(size * MIB);
    expect((length ?? 0) / (size * MIB)).toBeLessThanOrEqual(10_000);
  });

  it('take no more memory than a few times what is in them', () => {
    const buffer = new PartBuffer(8 * MIB);
    for (let size = 4096; size <= 8 * MIB; size += 4096) {
      buffer.add(new Uint8Array(4096));
      expect(buffer.bytes.byteLength).toBe(size);
      expect(buffer.bytes.buffer.byteLength).toBeLessThanOrEqual(Math.min(8 * MIB, size * 4));
    }
    expect(buffer.isFull).toBe(true);
    expect(buffer.add(new Uint8Array(1))).toBe(0);
  });
});
