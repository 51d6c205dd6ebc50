import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { parse } from 'pg-connection-string';
import type { DumpSocket } from './socket-functions.ts';

const DEFAULT_PORT = 5432;
const CONNECT_TIMEOUT_MS = 10_000;

/** Asks the server for TLS: PostgreSQL documentation, "Message Formats", SSLRequest. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** A connection to the server of a connection string, encrypted if the string says so. */
export async function openServerSocket(url: string): Promise<DumpSocket & { close: () => void }> {
  const { host, port, ssl } = parse(url);
  const at = port ? Number(port) : DEFAULT_PORT;
  const socket = host?.startsWith('/')
    ? connect(`${host}/.s.PGSQL.${at}`)
    : connect({ host: host ?? '127.0.0.1', port: at, noDelay: true });
  socket.setTimeout(CONNECT_TIMEOUT_MS, () =>
    socket.destroy(new Error('The server did not answer in time.')),
  );
  await once(socket, 'connect');
  socket.setTimeout(0);
  return wrap(ssl ? await encrypt(socket, host ?? '', ssl) : socket);
}

async function encrypt(socket: Socket, host: string, ssl: object | string | boolean): Promise<Socket> {
  socket.write(SSL_REQUEST);
  const [answer] = await once(socket, 'data');
  if (answer.toString() !== 'S') throw new Error('The server does not support TLS.');
  const options: ConnectionOptions = typeof ssl === 'object' ? ssl : {};
  const encrypted = connectTls({ socket, servername: host, ...options });
  await once(encrypted, 'secureConnect');
  return encrypted;
}

function wrap(socket: Socket): DumpSocket & { close: () => void } {
  const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const take = (max: number) => {
    const part = rest.subarray(0, max);
    rest = rest.subarray(max);
    return part;
  };
  return {
    read(max) {
      if (rest.byteLength > 0) return take(max);
      return chunks.next().then((next) => {
        if (!next.done) rest = next.value;
        return take(max);
      });
    },
    async write(bytes) {
      if (!socket.write(bytes)) await once(socket, 'drain');
    },
    close: () => socket.destroy(),
  };
}
