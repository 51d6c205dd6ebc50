import { connect } from 'cloudflare:sockets';
import { Duplex } from 'node:stream';
import { MessageLimit } from './message-limit.ts';

const READ_BYTES = 64 * 1024;

interface SocketOptions {
  secure: boolean;
  /** Messages with data are truncated at this size. */
  maxMessageBytes: number;
}

interface TlsOptions {
  servername?: string;
}

/**
 * A socket for `pg`'s Client that can be paused, which makes Postgres wait. `pg`'s own socket in workerd cannot
 * be paused, and a `node:net` socket cannot switch to TLS after it was opened.
 */
export function openReplicationSocket({ secure, maxMessageBytes }: SocketOptions): Duplex {
  let socket: Socket | undefined;
  let reader: ReadableStreamBYOBReader | undefined;
  let writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  // Before TLS starts, nothing that comes is a message.
  let limit = secure ? undefined : new MessageLimit(maxMessageBytes);

  const use = (opened: Socket) => {
    socket = opened;
    reader = opened.readable.getReader({ mode: 'byob' });
    writer = opened.writable.getWriter();
  };
  const read = () => {
    // There is nothing to read before the connection exists; `connect` starts it.
    const asked = reader;
    asked?.read(new Uint8Array(READ_BYTES)).then(
      ({ done, value }) =>
        done || !value ? stream.push(null) : give(Buffer.from(value.buffer, 0, value.byteLength)),
      (error) => asked === reader && stream.destroy(error),
    );
  };
  const give = (chunk: Buffer) => {
    const pieces = limit ? limit.take(chunk) : [chunk];
    for (const piece of pieces) stream.push(piece);
    if (pieces.length === 0) read();
  };
  const stream = new Duplex({
    readableHighWaterMark: 2 * READ_BYTES,
    read,
    write(chunk, _encoding, done) {
      if (writer) writer.write(chunk).then(() => done(), done);
      else done(new Error('the socket is not connected'));
    },
    destroy(error, done) {
      socket?.close().catch(() => {});
      done(error);
    },
  });
  return Object.assign(stream, {
    connect(port: number, hostname: string) {
      use(
        connect({ hostname, port }, { secureTransport: secure ? 'starttls' : 'off', allowHalfOpen: false }),
      );
      socket?.opened.then(
        () => stream.emit('connect'),
        (error: Error) => stream.destroy(error),
      );
      return stream;
    },
    startTls({ servername }: TlsOptions) {
      if (!socket) throw new Error('the socket is not connected');
      reader?.releaseLock();
      writer?.releaseLock();
      limit = new MessageLimit(maxMessageBytes);
      use(socket.startTls(servername === undefined ? {} : { expectedServerHostname: servername }));
    },
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  });
}
