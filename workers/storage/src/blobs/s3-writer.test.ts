import { describe, expect, it } from 'vitest';
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
});
