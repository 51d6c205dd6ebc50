import { expect, it } from 'vitest';
import { PartBuffer } from './part-buffer.ts';

const MIB = 1024 ** 2;

it('the parts of an object take no more memory than a few times what is in them', () => {
  const buffer = new PartBuffer(8 * MIB);
  for (let size = 4096; size <= 8 * MIB; size += 4096) {
    buffer.add(new Uint8Array(4096));
    expect(buffer.bytes.byteLength).toBe(size);
    expect(buffer.bytes.buffer.byteLength).toBeLessThanOrEqual(Math.min(8 * MIB, size * 4));
  }
  expect(buffer.isFull).toBe(true);
  expect(buffer.add(new Uint8Array(1))).toBe(0);
});
