import pg, { type ClientConfig } from 'pg';
import { pause } from '../../pause.ts';
import { CUT_FEED, query } from '../postgres.ts';
import { until } from '../recovery.ts';

const START = `START_REPLICATION SLOT "selfdb_realtime" LOGICAL 0/0
  (proto_version '1', publication_names 'selfdb_realtime')`;
const MOVED = `select from pg_replication_slots
  where slot_name = 'selfdb_realtime' and confirmed_flush_lsn >= $1::pg_lsn`;
const IN_USE = '55006';
const STATUS_BYTES = 34;

/** What the types of `pg` leave out. */
type ReplicationConfig = ClientConfig & { replication: 'database' };
type Copying = pg.Client['connection'] & { sendCopyFromChunk(chunk: Buffer): void };

/** Reads realtime's slot instead of the feed, as any program with the database's password can. */
export class RivalReader {
  readonly #databaseUrl: string;
  readonly #client: pg.Client;

  private constructor(databaseUrl: string, client: pg.Client) {
    this.#databaseUrl = databaseUrl;
    this.#client = client;
  }

  /** Resolves when it has the slot. */
  static async take(databaseUrl: string): Promise<RivalReader> {
    const config: ReplicationConfig = { connectionString: databaseUrl, replication: 'database' };
    const client = new pg.Client(config);
    client.on('error', () => undefined);
    await client.connect();
    const begun = new Promise<void>((resolve) => {
      client.connection.once('replicationStart', () => resolve());
    });
    for (;;) {
      await query(databaseUrl, CUT_FEED);
      // It resolves only when the stream ends.
      const ended = client.query(START).then(() => undefined);
      const failure = await Promise.race([begun, ended.catch((error: unknown) => error)]);
      if (failure === undefined) return new RivalReader(databaseUrl, client);
      if (!(failure instanceof pg.DatabaseError) || failure.code !== IN_USE) throw failure;
      await pause(5);
    }
  }

  /** Advances the slot to the present end of the log, and waits until Postgres has recorded it. */
  async advance(): Promise<void> {
    const [row] = await query(this.#databaseUrl, 'select pg_current_wal_flush_lsn()::text as lsn');
    this.#acknowledge(String(row?.lsn));
    await until('the slot to advance', async () => {
      const moved = await query(this.#databaseUrl, MOVED, [row?.lsn]);
      return moved.length === 1;
    });
  }

  #acknowledge(lsn: string): void {
    const [high, low] = lsn.split('/').map((digits) => Number.parseInt(digits, 16));
    const status = Buffer.alloc(STATUS_BYTES);
    status.write('r');
    for (const offset of [1, 9, 17]) {
      status.writeUInt32BE(Number(high), offset);
      status.writeUInt32BE(Number(low), offset + 4);
    }
    (this.#client.connection as Copying).sendCopyFromChunk(status);
  }

  disconnect(): void {
    this.#client.connection.stream.destroy();
  }
}
