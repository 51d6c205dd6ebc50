import { expect, it } from 'vitest';
import { enter } from './raw-socket.ts';

const codeOf = (code: number) => {
  const body = Buffer.alloc(2);
  body.writeUInt16BE(code);
  return body;
};

/** RFC 6455, 7.4: codes that no close frame may carry. */
it.each([0, 1, 999, 1004, 1006, 1015, 5000, 65_535])(
  'a close frame with the code %i ends the socket with 1002',
  async (code) => {
    const socket = await enter();
    socket.sayFarewell(codeOf(code));
    expect(await socket.closeFrame).toMatchObject({ code: 1002 });
    await socket.ended;
  },
);

it.each([1000, 1001, 3000, 4999])('a close frame with the code %i ends it with the same', async (code) => {
  const socket = await enter();
  socket.sayFarewell(codeOf(code));
  expect(await socket.closeFrame).toMatchObject({ code });
  await socket.ended;
});

it('a close frame without a code ends it with 1000', async () => {
  const socket = await enter();
  socket.sayFarewell(Buffer.alloc(0));
  expect(await socket.closeFrame).toMatchObject({ code: 1000 });
  await socket.ended;
});

it.each([
  ['a breach of the protocol', 1002, Buffer.of(0x83, 0x80, 0, 0, 0, 0)],
  ['a frame that is none', 1007, Buffer.of(0x81, 0x81, 0, 0, 0, 0, 97)],
])('a client that does not answer the close frame for %s is cut', async (_what, code, bytes) => {
  const socket = await enter();
  socket.sendBytes(bytes);
  expect(await socket.closeFrame).toMatchObject({ code });
  await socket.ended;
});
