import { Client, type ClientConfig, DatabaseError } from 'pg';
import { MAX_CHANGE_BYTES } from '../intake/intake.ts';
import { type Lsn, laterLsn, readLsn, writeLsn } from '../lsn.ts';
import { nowInMicroseconds } from '../pgoutput/timestamp.ts';
import { openSocket } from './socket.ts';

const CONNECT_TIMEOUT_MS = 5000;
const STATUS_EVERY_MS = 5000;
/** Each status asks for an answer: whoever gives none for so long is gone. */
const SILENCE_MS = 30_000;
const STATUS_BYTES = 34;
/** In a message with a change: kind, two places and a time. */
const HEADER_BYTES = 25;
/** Enough of a message, with its own header, to see that it is too large to be kept. */
const MAX_MESSAGE_BYTES = 5 + HEADER_BYTES + MAX_CHANGE_BYTES + 1;

/** Times are printed as JSON has them, whatever the server is set to. */
const OPTIONS = Object.entries({
  // Nothing that SQL makes in the schema public is taken for Postgres' own.
  search_path: 'pg_catalog',
  client_encoding: 'UTF8',
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  extra_float_digits: '1',
  bytea_output: 'hex',
  // A reader that is frozen must not keep Postgres from giving the slot up, and the disk with it.
  tcp_user_timeout: '20000',
})
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ');

export interface StreamHandlers {
  /** Takes a message of the plugin. While a promise is open nothing more is read. */
  take(message: Buffer): Promise<void> | undefined;
  /** Everything that was committed before this place has been sent. */
  reach(place: Lsn): void;
}

/** What the types of `pg` leave out. */
type ReplicationConfig = ClientConfig & { replication: 'database' };
type ConnectionCopying = Client['connection'] & { sendCopyFromChunk?(chunk: Buffer): void };

type Row = Record<string, string | number | boolean | null>;

/**
 * A connection to Postgres that can stream its log (PostgreSQL documentation, 53.4), by version 1 of the protocol: the
 * server sends each transaction whole after its commit and keeps long ones on its own disk until then, so that neither
 * side has to hold one in memory, and none has to be forgotten here.
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
      stream: () => openSocket({ secure: isSecure(databaseUrl), maxMessageBytes: MAX_MESSAGE_BYTES }),
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

  /** Streams until the connection ends, and throws then. */
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
      throw new Error('Postgres has ended the stream');
    } catch (error) {
      // What Postgres has sent before it failed is whole.
      if (error instanceof DatabaseError) await this.#work;
      throw error;
    } finally {
      clearInterval(timer);
      this.close();
    }
  }

  /** Tells Postgres that it need not keep what was committed before. */
  acknowledge(place: Lsn): void {
    this.#acknowledged = laterLsn(place, this.#acknowledged ?? place);
    this.#sendStatus(false);
  }

  /** Asks Postgres how far it has come. */
  askPlace(): void {
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

  /** Reads nothing more until the work is done and what came with it has been handled. */
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
      this.fail(new Error(`Postgres has not answered for ${SILENCE_MS / 1000} s`));
    } else this.#sendStatus(true);
  }

  #sendStatus(wantsAnswer: boolean): void {
    const place = this.#acknowledged;
    if (place === undefined || this.#isClosed || !this.#isStreaming) return;
    const status = Buffer.alloc(STATUS_BYTES);
    status.write('r', 0);
    for (const offset of [1, 9, 17]) writeLsn(status, offset, place);
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
