import { expect, it } from 'vitest';
import { FrameReader } from './frame-reader.ts';

/** A text frame as servers send it. */
function textFrame(text: string): Buffer {
  const { length } = text;
  if (length < 126) return Buffer.concat([Buffer.from([0x81, length]), Buffer.from(text)]);
  const isLong = length > 65_535;
  const head = Buffer.alloc(isLong ? 10 : 4);
  head.set([0x81, isLong ? 127 : 126]);
  head.writeUIntBE(length, isLong ? 4 : 2, isLong ? 6 : 2);
  return Buffer.concat([head, Buffer.from(text)]);
}

const short = ['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(300), 'e'];
const long = ['a', 'b'.repeat(65_535), 'c'.repeat(65_536), 'd'];

it.each([
  [1, short],
  [2, short],
  [3, short],
  [1000, long],
  [65_536, long],
  [1_000_000, long],
])('Frames come whole out of chunks of %d bytes', (size, texts) => {
  const bytes = Buffer.concat(texts.map(textFrame));
  const memory = Buffer.alloc(size);
  const reader = new FrameReader();
  const read: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(memory, 0, at, at + size);
    reader.read(memory.subarray(0, length), (opcode, payload) => read.push(`${opcode}${payload}`));
  }
  expect(read.map((each) => each.length)).toEqual(texts.map((text) => text.length + 1));
  expect(read).toEqual(texts.map((text) => `1${text}`));
});

it('A frame in pieces is refused', () => {
  expect(() => new FrameReader().read(Buffer.from([0x01, 1, 65]), () => {})).toThrow('in pieces');
});
