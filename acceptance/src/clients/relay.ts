import { connect, createServer, type Socket } from 'node:net';

/** A port of 127.0.0.1 that forwards to a server that can be changed or taken away. */
export interface Relay {
  port: number;
  /** Ends every connection; those that come go to this port, and to none if it is undefined. */
  turnTo: (port: number | undefined) => void;
  /** Ends every connection once the clients have sent so many more bytes. */
  cutAfter: (bytes: number) => void;
  stop: () => Promise<void>;
}

export async function startRelay(): Promise<Relay> {
  let target: number | undefined;
  let bytesLeft = Number.POSITIVE_INFINITY;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    if (target === undefined) return near.destroy();
    const far = connect(target, '127.0.0.1');
    near.on('data', ({ byteLength }: Buffer) => {
      bytesLeft -= byteLength;
      if (bytesLeft > 0) return;
      bytesLeft = Number.POSITIVE_INFINITY;
      end();
    });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy()).once('close', () => open.delete(socket));
      socket.pipe(other);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const end = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    turnTo(port) {
      target = port;
      end();
    },
    cutAfter(bytes) {
      bytesLeft = bytes;
    },
    async stop() {
      end();
      await new Promise((closed) => server.close(closed));
    },
  };
}
