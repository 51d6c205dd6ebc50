import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  head: string;
}

/**
 * Sends a request by hand and waits only for the head of the answer, so that a server that refuses
 * a body early can be watched doing so. `chunks` is written until the answer begins.
 */
export function rawRequest(
  baseUrl: string,
  head: string[],
  chunks: Iterable<string | Buffer> = [],
): Promise<RawAnswer> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    let answered = false;
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (answered || !received.includes('\r\n\r\n')) return;
      answered = true;
      const [text = ''] = received.split('\r\n\r\n');
      resolve({ status: Number(text.split(' ')[1]), head: text });
      socket.destroy();
    });
    socket.on('error', (error) => (answered ? undefined : reject(error)));
    socket.on('close', () =>
      answered ? undefined : reject(new Error(`closed without an answer: ${received}`)),
    );
    socket.on('connect', async () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      for (const chunk of chunks) {
        if (answered || socket.destroyed) return;
        if (!socket.write(chunk)) await new Promise((drained) => setTimeout(drained, 5));
      }
    });
  });
}

/** The chunks of a `Transfer-Encoding: chunked` body of `megabytes` of spaces inside a JSON string. */
export function* chunkedBody(megabytes: number): Generator<string> {
  const size = 65_536;
  const piece = `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`;
  yield '2\r\n{"\r\n';
  for (let index = 0; index < megabytes * 16; index += 1) yield piece;
  yield '4\r\n":1}\r\n0\r\n\r\n';
}
