import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Bench } from '../bench.ts';
import type { LiveTable } from './live-table.ts';

/** What the types of `pg` leave out. */
type Config = pg.ClientConfig & { replication: 'database' };
type Connection = pg.Client['connection'] & { sendCopyFromChunk?(chunk: Buffer): void };

const code = (letter: string) => letter.charCodeAt(0);
const [ofData, ofKeepalive, ofBegin, ofInsert, ofCommit] = ['w', 'k', 'B', 'I', 'C'].map(code);
/** The plugin's output, after a kind byte, two positions and a time. */
const messageAt = 25;
const year2000Ms = Date.UTC(2000, 0, 1);

interface CountedTransaction {
  inserts: number;
  /** When it was committed and when its end arrived, in milliseconds since 1970. */
  committedMs: number;
  endMs: number;
}

/** Reads Postgres' log as the change feed does, and does nothing but count. */
export interface BareReader {
  /** The next transaction that changes the table. */
  nextTransaction(): Promise<CountedTransaction>;
}

/** Streams the table's changes from a slot that ends with the connection, which the stack ends. */
export async function openBareReader(
  { instance, signal }: Bench,
  { name }: LiveTable,
  stack: AsyncDisposableStack,
): Promise<BareReader> {
  const own = `bench_${randomUUID().replaceAll('-', '')}`;
  const config: Config = { connectionString: instance.databaseUrl, replication: 'database' };
  const client = new pg.Client(config);
  let next = expectTransaction();
  const fail = (error: unknown) => next.reject(error);
  const abort = () => fail(signal.reason);
  client.on('error', fail);
  await client.connect();
  stack.defer(() => {
    signal.removeEventListener('abort', abort);
    client.connection.stream.destroy();
  });
  signal.addEventListener('abort', abort);
  await client.query(`create publication ${own} for table public."${name}"`);
  await client.query(`CREATE_REPLICATION_SLOT ${own} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`);

  let counted: CountedTransaction = { inserts: 0, committedMs: 0, endMs: 0 };
  client.connection.on('copyData', ({ chunk }: { chunk: Buffer }) => {
    if (chunk[0] === ofKeepalive) return acknowledge(client, chunk.readBigInt64BE(1));
    if (chunk[0] !== ofData) return;
    const kind = chunk[messageAt];
    if (kind === ofInsert) counted.inserts += 1;
    else if (kind === ofBegin) counted = { inserts: 0, committedMs: timeAt(chunk, messageAt + 9), endMs: 0 };
    else if (kind === ofCommit) {
      next.resolve({ ...counted, endMs: Date.now() });
      acknowledge(client, chunk.readBigInt64BE(messageAt + 10));
    }
  });
  const options = `proto_version '1', publication_names '${own}'`;
  client.query(`START_REPLICATION SLOT ${own} LOGICAL 0/0 (${options})`).catch(fail);
  return {
    nextTransaction() {
      next = expectTransaction();
      return next.promise;
    },
  };
}

/** A promise whose rejection needs no handler, because its reader may have failed before. */
function expectTransaction(): PromiseWithResolvers<CountedTransaction> {
  const transaction = Promise.withResolvers<CountedTransaction>();
  transaction.promise.catch(() => {});
  return transaction;
}

/** Microseconds since 2000. */
function timeAt(chunk: Buffer, at: number): number {
  return year2000Ms + Number(chunk.readBigInt64BE(at)) / 1000;
}

/** PostgreSQL documentation, 53.4: standby status update. */
function acknowledge(client: pg.Client, lsn: bigint): void {
  const status = Buffer.alloc(34);
  status.write('r');
  for (const at of [1, 9, 17]) status.writeBigInt64BE(lsn, at);
  const connection: Connection = client.connection;
  connection.sendCopyFromChunk?.(status);
}
