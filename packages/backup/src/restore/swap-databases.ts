import type { Client } from 'pg';
import { withConnection } from '../snapshot/connect.ts';

/** The replication slot of the change feed, which belongs to one database (workers/realtime). */
const FEED_SLOT = 'selfdb_realtime';

/** Postgres waits this long for other sessions to leave a database that is being renamed: 50 times 100 ms (`CountOtherDBBackends`). */
const RENAME_WAIT_MS = 5000;
const TERMINATE_EVERY_MS = 50;

/**
 * Gives `live` the name `replaced`, and `next` the name `live`, in one transaction. Sessions of `live` are ended; those that
 * come meanwhile wait for the transaction, and then find the new database. `maintenanceUrl` names a third database.
 */
export async function swapDatabases(
  maintenanceUrl: string,
  names: { live: string; next: string; replaced: string },
): Promise<void> {
  const { live, next, replaced } = names;
  await withConnection(maintenanceUrl, (ending) =>
    withConnection(maintenanceUrl, async (renaming) => {
      const rename = (from: string, to: string) =>
        renaming.query(
          `alter database ${renaming.escapeIdentifier(from)} rename to ${renaming.escapeIdentifier(to)}`,
        );
      await renaming.query('begin');
      await endingSessions(ending, live, rename(live, replaced));
      await endingSessions(ending, next, rename(next, live));
      // Only now nobody reads from the slot. It is gone even if the commit fails: then the feed makes it anew and tells a gap.
      await dropSlots(ending, live);
      await renaming.query('commit');
    }),
  );
}

/** Ends the sessions of a database, again and again, until `renamed` is settled: it holds off new ones. */
async function endingSessions(client: Client, database: string, renamed: Promise<unknown>): Promise<void> {
  let isSettled = false;
  const settled = renamed.finally(() => {
    isSettled = true;
  });
  settled.catch(() => {});
  const until = Date.now() + RENAME_WAIT_MS;
  while (!isSettled && Date.now() < until) {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()
       and pg_has_role(current_user, usesysid, 'usage')`,
      [database],
    );
    await new Promise((resolve) => setTimeout(resolve, TERMINATE_EVERY_MS));
  }
  await settled;
}

/** Until the commit, other sessions still see the database under its old name. */
async function dropSlots(client: Client, database: string): Promise<void> {
  await client.query(
    `select pg_drop_replication_slot(slot_name) from pg_replication_slots
     where database = $1 and slot_name = $2 and not active`,
    [database, FEED_SLOT],
  );
}
