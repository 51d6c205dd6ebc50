import { Client, type ClientConfig, DatabaseError } from 'pg';
import { MAX_CHANGE_BYTES } from '../decoder/decoder.ts';
import { type Lsn, laterLsn, readLsn, writeLsn } from '../lsn.ts';
import { nowInMicroseconds } from '../pgoutput/timestamp.ts';
import { openReplicationSocket } from './socket.ts';

const CONNECT_TIMEOUT_MS = 5000;
const STATUS_EVERY_MS = 5000;
/** Each status message requests a reply. Without one for this long, the server is gone. */
const SILENCE_MS = 30_000;
const STATUS_BYTES = 34;
/** In a message with a change: kind, two positions and a time. */
const HEADER_BYTES = 25;
/** Enough of a message, with its header, to see that it is too large to store. */
const MAX_MESSAGE_BYTES = 5 + HEADER_BYTES + MAX_CHANGE_BYTES + 1;

/** Values are printed in the form that JSON needs, whatever the server's settings. */
const OPTIONS = Object.entries({
  // Objects in the schema public must not shadow Postgres' own.
  search_path: 'pg_catalog',
  client_encoding: 'UTF8',
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  extra_float_digits: '1',
  bytea_output: 'hex',
  // A frozen reader must not keep Postgres from giving up the slot and the disk space.
  tcp_user_timeout: '20000',
})
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ');

export interface StreamHandlers {
  /** Takes a message of the plugin. Nothing more is read until a returned promise resolves. */
  take(message: Buffer): Promise<void> | undefined;
  /** Postgres has sent everything committed before this position. */
  reach(position: Lsn): void;
}

/** What the types of `pg` lack. */
type ReplicationConfig = ClientConfig & { replication: 'database' };
type ConnectionCopying = Client['connection'] & { sendCopyFromChunk?(chunk: Buffer): void };

type Row = Record<string, string | number | boolean | null>;

/**
 * A connection to Postgres that can stream its log (PostgreSQL documentation, 53.4), with protocol version 1:
 * the server sends a whole transaction after its commit and stores long ones on its own disk until then. So
 * neither side holds one in memory, and no rolled-back transaction arrives.
 */
export class ReplicationSession {
  readonly #client: Client;
  readonly #queue: Buffer[] = [];
  #isBusy = false;
  #work: Promise<void> | undefined;
  #isClosed = false;
  #isStreaming = false;
  #acknowledged: Lsn | undefined;
  #heardAt = Date.now();
  #fail: (error: unknown) => void = () => {};

  private constructor(client: Client) {
    this.#client = client;
  }

  static async open(databaseUrl: string): Promise<ReplicationSession> {
    const config: ReplicationConfig = {
      connectionString: databaseUrl,
      replication: 'database',
      application_name: 'selfdb-realtime',
      options: OPTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      stream: () =>
        openReplicationSocket({ secure: isSecure(databaseUrl), maxMessageBytes: MAX_MESSAGE_BYTES }),
    };
    const client = new Client(config);
    client.on('error', () => {});
    try {
      await client.connect();
    } catch (error) {
      client.connection.stream.destroy();
      throw error;
    }
    return new ReplicationSession(client);
  }

  async query(text: string): Promise<Row[]> {
    return (await this.#client.query<Row>(text)).rows;
  }

  /** Streams until the connection ends, then throws. */
  async stream(slot: string, publication: string, handlers: StreamHandlers): Promise<never> {
    const { connection } = this.#client;
    connection.on('copyData', ({ chunk }: { chunk: Buffer }) => this.#receive(chunk, handlers));
    const failed = new Promise<never>((_resolve, reject) => {
      this.#fail = reject;
    });
    connection.once('replicationStart', () => {
      this.#isStreaming = true;
    });
    const timer = setInterval(() => this.#checkIn(), STATUS_EVERY_MS);
    try {
      const command = `START_REPLICATION SLOT "${slot}" LOGICAL 0/0
        (proto_version '1', publication_names '${publication}')`;
      await Promise.race([this.#client.query(command), failed]);
      throw new Error('Postgres ended the stream');
    } catch (error) {
      // Everything that Postgres sent before it failed is complete.
      if (error instanceof DatabaseError) await this.#work;
      throw error;
    } finally {
      clearInterval(timer);
      this.close();
    }
  }

  /** Tells Postgres that it can discard earlier commits. */
  acknowledge(position: Lsn): void {
    this.#acknowledged = laterLsn(position, this.#acknowledged ?? position);
    this.#sendStatus(false);
  }

  /** Asks Postgres for its position. */
  askPosition(): void {
    this.#sendStatus(true);
  }

  /** Ends the stream with an error. */
  fail(error: unknown): void {
    this.#fail(error);
    this.close();
  }

  close(): void {
    this.#isClosed = true;
    this.#queue.length = 0;
    this.#client.connection.stream.destroy();
  }

  #receive(chunk: Buffer, handlers: StreamHandlers): void {
    if (this.#isClosed) return;
    this.#heardAt = Date.now();
    if (this.#isBusy) {
      this.#queue.push(chunk);
      return;
    }
    try {
      const work = this.#handle(chunk, handlers);
      if (work) this.#work = this.#wait(work, handlers);
    } catch (error) {
      this.fail(error);
    }
  }

  #handle(chunk: Buffer, handlers: StreamHandlers): Promise<void> | undefined {
    if (chunk[0] === 119 /* w */) return handlers.take(chunk.subarray(HEADER_BYTES));
    if (chunk[0] !== 107 /* k */) return undefined;
    handlers.reach(readLsn(chunk, 1));
    if (chunk[17] === 1) this.#sendStatus(false);
    return undefined;
  }

  /** Reads nothing more until the work is done and everything already received is handled. */
  async #wait(work: Promise<void>, handlers: StreamHandlers): Promise<void> {
    const { stream } = this.#client.connection;
    this.#isBusy = true;
    stream.pause();
    try {
      await work;
      for (let chunk = this.#queue.shift(); chunk; chunk = this.#queue.shift()) {
        await this.#handle(chunk, handlers);
      }
    } catch (error) {
      this.fail(error);
    }
    this.#isBusy = false;
    this.#heardAt = Date.now();
    if (!this.#isClosed) stream.resume();
  }

  #checkIn(): void {
    if (!this.#isBusy && Date.now() - this.#heardAt > SILENCE_MS) {
      this.fail(new Error(`Postgres did not respond for ${SILENCE_MS / 1000} s`));
    } else this.#sendStatus(true);
  }

  #sendStatus(wantsAnswer: boolean): void {
    const position = this.#acknowledged;
    if (position === undefined || this.#isClosed || !this.#isStreaming) return;
    const status = Buffer.alloc(STATUS_BYTES);
    status.write('r', 0);
    for (const offset of [1, 9, 17]) writeLsn(status, offset, position);
    status.writeBigInt64BE(nowInMicroseconds(), 25);
    status.writeUInt8(wantsAnswer ? 1 : 0, 33);
    const connection: ConnectionCopying = this.#client.connection;
    connection.sendCopyFromChunk?.(status);
  }
}

function isSecure(databaseUrl: string): boolean {
  const { searchParams } = new URL(databaseUrl);
  return (searchParams.get('sslmode') ?? 'disable') !== 'disable' || searchParams.get('ssl') === 'true';
}
