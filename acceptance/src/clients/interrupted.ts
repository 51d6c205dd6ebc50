import { connect, type Socket } from 'node:net';
import { pause } from '../pause.ts';

async function opened(baseUrl: string): Promise<Socket> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await new Promise((connected) => socket.once('connect', connected));
  return socket;
}

/** How a client goes: it closes its side as after a whole request, or the connection is torn down. */
export type Ending = 'end' | 'reset';

/** Sends the head and part of the body, lets it arrive, and is gone. */
export async function sendAndLeave(
  baseUrl: string,
  head: string[],
  part: string | Uint8Array,
  ending: Ending,
): Promise<void> {
  const socket = await opened(baseUrl);
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise((flushed) => socket.write(part, flushed));
  await pause(150);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  if (ending === 'end') socket.end();
  else socket.resetAndDestroy();
  await Promise.race([closed, pause(1000)]);
  socket.destroy();
}
