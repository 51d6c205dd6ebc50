import { describe, expect, it } from 'vitest';
import { noise } from '../testing/bytes.ts';
import { readChunks } from './read-chunks.ts';

const KIB = 1024;
const LARGE = 1_000_003;

/** A body in pieces of a size. With `isOpen` it stays open until it is aborted. */
function bodyOf(bytes: Uint8Array, pieceBytes: number, isOpen = false) {
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const send = async () => {
    for (let start = 0; start < bytes.byteLength; start += pieceBytes) {
      await writer.write(bytes.subarray(start, start + pieceBytes));
    }
    if (!isOpen) await writer.close();
  };
  return { body: readable, writer, sent: send().catch(() => {}) };
}

/** The bytes, and the size of the buffer of each piece. */
async function readAll(chunks: AsyncIterable<Uint8Array>) {
  const bytes: Uint8Array[] = [];
  const memory: number[] = [];
  for await (const chunk of chunks) {
    bytes.push(chunk.slice());
    memory.push(chunk.buffer.byteLength);
  }
  return { bytes: Buffer.concat(bytes), sizes: bytes.map(({ byteLength }) => byteLength), memory };
}

const areSame = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0;

describe('the bytes of a body', () => {
  it.each([1, 3, 4096, 65_537, 300_000])('arrive in order, sent %i at a time', async (pieceBytes) => {
    const bytes = noise(pieceBytes < 100 ? 20_000 : LARGE);
    for (const length of [undefined, bytes.byteLength]) {
      const read = await readAll(readChunks(bodyOf(bytes, pieceBytes).body, length));
      expect(areSame(read.bytes, bytes)).toBe(true);
    }
  });

  it('arrive in large pieces, even if sent in small ones', async () => {
    const { sizes } = await readAll(readChunks(bodyOf(noise(LARGE), 4096).body, undefined));
    for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThanOrEqual(64 * KIB);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * KIB);
  });

  it.each([undefined, 0, 1, 1000, 64 * KIB, 2_000_000])(
    'arrive completely if %s are declared',
    async (length) => {
      const bytes = noise(10_000);
      const read = await readAll(readChunks(bodyOf(bytes, 999).body, length));
      expect(areSame(read.bytes, bytes)).toBe(true);
    },
  );

  it('may be none', async () => {
    expect((await readAll(readChunks(null, undefined))).sizes).toEqual([]);
    expect((await readAll(readChunks(bodyOf(noise(0), 1).body, 0))).sizes).toEqual([]);
    expect((await readAll(readChunks(bodyOf(noise(0), 1).body, undefined))).sizes).toEqual([]);
  });
});

describe('the buffer', () => {
  it.each([
    [1, 1],
    [1000, 1000],
    [256 * KIB, 256 * KIB],
    [256 * KIB + 1, 256 * KIB],
  ])('for %i declared bytes is %i', async (length, expected) => {
    const { memory } = await readAll(readChunks(bodyOf(noise(length), 70_000).body, length));
    expect(new Set(memory)).toEqual(new Set([expected]));
  });

  it('for an unknown number of bytes is 256 KiB', async () => {
    const { memory } = await readAll(readChunks(bodyOf(noise(5), 5).body, undefined));
    expect(memory).toEqual([256 * KIB]);
  });

  it('is shared by all pieces', async () => {
    const chunks = readChunks(bodyOf(noise(LARGE), 70_000).body, undefined);
    const first = await chunks.next();
    await chunks.next();
    expect(first.value?.byteLength, 'handed on').toBe(0);
    await chunks.return();
  });
});

describe('a body that breaks off', () => {
  it('throws bad_request after the bytes before', async () => {
    const bytes = noise(200_000);
    const { body, writer, sent } = bodyOf(bytes, 10_000, true);
    const cause = new Error('the client is gone');
    void sent.then(() => writer.abort(cause));
    const read: Uint8Array[] = [];
    const reading = (async () => {
      for await (const chunk of readChunks(body, undefined)) read.push(chunk.slice());
    })();
    await expect(reading).rejects.toMatchObject({ code: 'bad_request', cause });
    expect(areSame(Buffer.concat(read), bytes.subarray(0, Buffer.concat(read).byteLength))).toBe(true);
    expect(Buffer.concat(read).byteLength).toBeGreaterThan(0);
    expect(body.locked).toBe(false);
  });

  it('throws bad_request if fewer bytes arrive than were declared', async () => {
    const { readable, writable } = new FixedLengthStream(10);
    const writer = writable.getWriter();
    void writer
      .write(noise(4))
      .then(() => writer.close())
      .catch(() => {});
    await expect(readAll(readChunks(readable, 10))).rejects.toMatchObject({ code: 'bad_request' });
  });
});

describe('the lock of a body', () => {
  it('is released at its end', async () => {
    const { body } = bodyOf(noise(LARGE), 70_000);
    await readAll(readChunks(body, undefined));
    expect(body.locked).toBe(false);
  });

  it('is released when the reader stops, and another reader can read the rest', async () => {
    const bytes = noise(LARGE);
    const { body } = bodyOf(bytes, 70_000);
    const chunks = readChunks(body, undefined);
    const size = (await chunks.next()).value?.byteLength ?? 0;
    expect(body.locked).toBe(true);
    await chunks.return();
    expect(body.locked).toBe(false);
    const rest = await readAll(readChunks(body, undefined));
    expect(areSame(rest.bytes, bytes.subarray(size))).toBe(true);
  });

  it('is released when the consumer of the bytes throws', async () => {
    const { body } = bodyOf(noise(LARGE), 70_000);
    const taking = (async () => {
      for await (const _ of readChunks(body, undefined)) throw new Error('full');
    })();
    await expect(taking).rejects.toThrow('full');
    expect(body.locked).toBe(false);
  });

  it('is not acquired before the first read', async () => {
    const { body } = bodyOf(noise(10), 10);
    const chunks = readChunks(body, undefined);
    expect(body.locked).toBe(false);
    await chunks.return();
    expect((await new Response(body).bytes()).byteLength).toBe(10);
  });
});
