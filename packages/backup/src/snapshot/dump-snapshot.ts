import type { Client } from 'pg';
import { type DumpTarget, dumpDatabase } from '../dump/dump-database.ts';
import { TablesDropped } from '../dump/dump-error.ts';
import { SNAPSHOT_OPTION } from '../dump/replace-snapshot.ts';
import { type DatabaseSnapshot, takeSnapshot } from './take-snapshot.ts';

const MAX_ROUNDS = 20;

export interface SnapshotTarget extends Pick<DumpTarget, 'ready'> {
  /** Takes the next part of the script, which does not change any more. */
  write: (bytes: Buffer, snapshot: DatabaseSnapshot) => void;
}

/**
 * Dumps a snapshot that `client` takes and keeps. If a table was dropped before it was locked, begins again with another
 * snapshot: nothing is written before. Throws a DumpError, or an error of the connection.
 */
export async function dumpSnapshot(
  url: string,
  client: Client,
  target: SnapshotTarget,
): Promise<DatabaseSnapshot> {
  for (let round = 1; ; round += 1) {
    try {
      return await dumpOnce(url, client, target);
    } catch (error) {
      if (round === MAX_ROUNDS || !(error instanceof TablesDropped)) throw error;
      await client.query('rollback');
    }
  }
}

async function dumpOnce(url: string, client: Client, target: SnapshotTarget): Promise<DatabaseSnapshot> {
  let taken: DatabaseSnapshot | undefined;
  const snapshot = () => {
    if (!taken) throw new Error('pg_dump wrote before it had a snapshot.');
    return taken;
  };
  const take = async () => {
    taken = await takeSnapshot(client);
    return { id: taken.id, tables: await listTables(client) };
  };
  const dumped = { write: (bytes: Buffer) => target.write(bytes, snapshot()), ready: target.ready };
  await dumpDatabase(url, [SNAPSHOT_OPTION], dumped, take);
  return snapshot();
}

/** The quoted names of the tables that the session sees and may read. The right to read a table that is gone is unknown. */
async function listTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and has_table_privilege(c.oid, 'select') is not false`);
  return rows.map(({ name }) => name);
}
