import { parse } from 'pg-connection-string';
import { pgDump } from './pg-dump.ts';
import { type DumpedSnapshot, replaceSnapshot } from './replace-snapshot.ts';
import { openServerSocket } from './server-socket.ts';

const BUFFER_BYTES = 256 * 1024;

export interface DumpTarget {
  /** Takes the next part of the script, which does not change any more. */
  write: (bytes: Buffer) => void;
  /** Resolves when more may be written. Undefined if that is now. */
  ready: () => Promise<void> | undefined;
}

/** So that two dumps of the same database are equal. It is no secret: see pg_dump, `--restrict-key`. */
const RESTRICT_KEY = 'SelfDB';

/** What every dump of this system is made with: PostgreSQL documentation, pg_dump. */
const OPTIONS = [
  '--no-owner',
  '--no-unlogged-table-data',
  '--no-subscriptions',
  '--encoding=UTF8',
  '--lock-wait-timeout=10000',
  `--restrict-key=${RESTRICT_KEY}`,
];

/**
 * Dumps the database of a connection string as a script. With `SNAPSHOT_OPTION`, `take` gives the snapshot. Throws a DumpError,
 * or an error of the connection.
 */
export async function dumpDatabase(
  url: string,
  options: string[],
  target: DumpTarget,
  take?: () => Promise<DumpedSnapshot>,
): Promise<void> {
  const { user, password, database } = parse(url);
  const socket = await openServerSocket(url);
  const buffer = new OutputBuffer(target.write);
  try {
    await pgDump({
      socket: {
        // pg_dump is suspended here and nowhere else, so this is where it waits for the target.
        read: (max) => {
          const ready = target.ready();
          return ready ? ready.then(() => socket.read(max)) : socket.read(max);
        },
        write: take ? replaceSnapshot(socket.write, take) : socket.write,
      },
      user: user ?? '',
      password: password ?? '',
      database: database ?? '',
      args: [...OPTIONS, ...options],
      output: (bytes) => buffer.add(bytes),
    });
    buffer.flush();
    await target.ready();
  } finally {
    socket.close();
  }
}

/** Collects the small pieces in which pg_dump writes. */
class OutputBuffer {
  readonly #write: (bytes: Buffer) => void;
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #length = 0;

  constructor(write: (bytes: Buffer) => void) {
    this.#write = write;
  }

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength; ) {
      const part = bytes.subarray(at, at + BUFFER_BYTES - this.#length);
      this.#buffer.set(part, this.#length);
      this.#length += part.byteLength;
      at += part.byteLength;
      if (this.#length === BUFFER_BYTES) this.flush();
    }
  }

  flush(): void {
    if (this.#length > 0) this.#write(this.#buffer.subarray(0, this.#length));
    this.#buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    this.#length = 0;
  }
}
