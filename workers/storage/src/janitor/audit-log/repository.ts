import type { Database } from '@selfdb/server/db/database';
import { firstIdAt } from '@selfdb/server/db/first-id-at';
import type { SettingsOf } from '@selfdb/settings';
import { type RawBuilder, sql } from 'kysely';

const BATCH = 1000;
const DAY_MS = 86_400_000;

type Limits = Pick<SettingsOf<'storage'>, 'AUDIT_RETENTION_DAYS' | 'AUDIT_MAX_ENTRIES'>;

/** Deletes a batch of the oldest entries of the audit log that are too old or too many. Returns whether there may be more. */
export async function deleteOldEntries(
  db: Database,
  { AUDIT_RETENTION_DAYS, AUDIT_MAX_ENTRIES }: Limits,
  now = Date.now(),
): Promise<boolean> {
  const oldest = firstIdAt(now - AUDIT_RETENTION_DAYS * DAY_MS);
  const [row] = await db.query(sql<{ count: number }>`
    with deleted as (
      delete from selfdb.audit_log where id in (
        select id from selfdb.audit_log
        where id < greatest(${oldest}::uuid, ${firstOfNewest(AUDIT_MAX_ENTRIES)}) order by id limit ${BATCH}::int)
      returning 1)
    select count(*)::int as count from deleted`);
  return (row?.count ?? 0) === BATCH;
}

/** The oldest of the newest entries. Counts them only if Postgres estimates that there are more than so many. */
function firstOfNewest(entries: number): RawBuilder<unknown> {
  return sql`coalesce((
    select id from selfdb.audit_log
    where (select reltuples from pg_class where oid = 'selfdb.audit_log'::regclass) > ${entries}::bigint
    order by id desc offset ${entries - 1}::bigint limit 1), ${firstIdAt(0)}::uuid)`;
}
