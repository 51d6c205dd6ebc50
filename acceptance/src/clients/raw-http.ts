import { connect } from 'node:net';
import { pause } from '../pause.ts';

export interface RawAnswer {
  status: number;
  head: string;
}

const TIMEOUT_MS = 2_000;
/**
 * Sends a request by hand and waits only for the head of the answer, so that a server that refuses
 * a body early can be watched doing so. `last` ends the body of a server that has not answered after
 * two seconds: one that answers early must not find unread bytes, or its answer may be lost.
 */
export function rawRequest(
  baseUrl: string,
  head: string[],
  chunks: Iterable<string>,
  last = '',
): Promise<RawAnswer> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    const isAnswered = () => received.includes('\r\n\r\n');
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (!isAnswered()) return;
      const [text = ''] = received.split('\r\n\r\n');
      resolve({ status: Number(text.split(' ')[1]), head: text });
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed without an answer: ${received}`)));
    socket.on('connect', async () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      for (const chunk of chunks) {
        if (isAnswered() || socket.destroyed) return;
        if (!socket.write(chunk)) await new Promise((drained) => socket.once('drain', drained));
      }
      await pause(TIMEOUT_MS);
      if (!isAnswered() && !socket.destroyed) socket.write(last);
    });
  });
}

const PIECE_BYTES = 65_536;

/** A `Transfer-Encoding: chunked` body that is one piece longer than the limit and has no end yet. */
export function* chunksBeyond(limitBytes: number): Generator<string> {
  yield '2\r\n{"\r\n';
  const piece = `${PIECE_BYTES.toString(16)}\r\n${'x'.repeat(PIECE_BYTES)}\r\n`;
  for (let bytes = 2; bytes <= limitBytes; bytes += PIECE_BYTES) yield piece;
}

/** What ends the body that `chunksBeyond` began. */
export const LAST_CHUNK = '4\r\n":1}\r\n0\r\n\r\n';
