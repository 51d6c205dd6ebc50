import { expect, it } from 'vitest';
import { MessageLimit } from './message-limit.ts';

const message = (kind: string, body: string) => {
  const header = Buffer.alloc(5);
  header.write(kind, 0);
  header.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([header, Buffer.from(body)]);
};
const sent = [
  message('d', 'short'),
  message('d', 'x'.repeat(1000)),
  message('d', ''),
  message('E', 'y'.repeat(200)),
  message('d', 'z'.repeat(16)),
  message('d', 'last'),
];
const limited = [
  message('d', 'short'),
  message('d', 'x'.repeat(15)),
  message('d', ''),
  message('E', 'y'.repeat(200)),
  message('d', 'z'.repeat(15)),
  message('d', 'last'),
];

it.each([1, 2, 3, 4, 5, 7, 19, 20, 21, 64, 5000])(
  'long messages with data are cut, in chunks of %i',
  (size) => {
    const limit = new MessageLimit(20);
    const all = Buffer.concat(sent);
    const pieces: Buffer[] = [];
    for (let at = 0; at < all.length; at += size) {
      pieces.push(...limit.take(Buffer.from(all.subarray(at, at + size))));
    }
    expect(Buffer.concat(pieces).toString()).toBe(Buffer.concat(limited).toString());
  },
);

it('a chunk that is dropped entirely yields no pieces', () => {
  const limit = new MessageLimit(20);
  expect(Buffer.concat(limit.take(message('d', 'x'.repeat(1000)).subarray(0, 100)))).toHaveLength(20);
  expect(limit.take(Buffer.from('x'.repeat(100)))).toEqual([]);
});
