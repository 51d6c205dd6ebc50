import { hashPassword } from '@selfdb/shared/auth/password';
import { expect, it } from 'vitest';
import { hashQueue, NOBODYS_HASH, verify } from './hashing.ts';

it("nobody's hash costs what a real one does, and no password has it", async () => {
  const cost = (text: string) => text.split('$').slice(0, 4);
  const sizes = (text: string) =>
    text
      .split('$')
      .slice(4)
      .map((part) => Buffer.from(part, 'base64').length);
  const real = await hashPassword('x');
  expect(cost(NOBODYS_HASH)).toEqual(cost(real));
  expect(sizes(NOBODYS_HASH)).toEqual(sizes(real));
  const before = hashQueue.stats().done;
  expect(await verify('', undefined)).toBe(false);
  expect(hashQueue.stats().done - before).toBe(1);
});
