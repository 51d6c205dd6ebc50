import type { Client } from 'pg';
import { withConnection } from '../../snapshot/connect.ts';

/** A partition of executions of functions or of their logs. */
interface PartitionDay {
  parent: string;
  /** As YYYYMMDD. */
  day: string;
}

const DAYS = `
  select left(c.relname, -9) as parent, right(c.relname, 8) as day
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'selfdb' and c.relkind = 'r' and c.relname ~ '^function_(executions|logs)_[0-9]{8}$'
    and pg_input_is_valid(right(c.relname, 8), 'date')
  order by c.relname`;

/**
 * Gives the reference the partitions of the days that a restored database has. Which days there are depends on when the archive
 * was made; each is then compared like any other table. Before the migration that creates them, there must be none.
 */
export async function takeSameDays(url: string, referenceUrl: string): Promise<void> {
  const restored = await withConnection(url, listDays);
  await withConnection(referenceUrl, async (client) => {
    const own = await listDays(client);
    if (own.length === 0) return;
    for (const { parent, day } of withoutThose(own, restored))
      await client.query(`drop table selfdb.${client.escapeIdentifier(`${parent}_${day}`)}`);
    for (const { parent, day } of withoutThose(restored, own))
      await client.query('select selfdb.create_function_day($1, $2)', [parent, day]);
  });
}

async function listDays(client: Client): Promise<PartitionDay[]> {
  return (await client.query<PartitionDay>(DAYS)).rows;
}

function withoutThose(days: PartitionDay[], others: PartitionDay[]): PartitionDay[] {
  return days.filter(({ parent, day }) => !others.some((each) => each.parent === parent && each.day === day));
}
