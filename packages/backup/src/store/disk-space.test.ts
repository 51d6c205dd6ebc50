import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { OutOfSpace, requireSpace } from './disk-space.ts';

it('a disk is used only as far as there is room', async () => {
  await requireSpace(tmpdir(), 1);
  await expect(requireSpace(tmpdir(), Number.MAX_SAFE_INTEGER)).rejects.toThrow(OutOfSpace);
});
