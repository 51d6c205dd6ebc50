import type { Principal } from '@selfdb/server/auth/principal';
import { userTable } from '@selfdb/server/db/identifier';
import { type RawBuilder, sql } from 'kysely';
import { type GateRow, gate, gateColumns } from '../../catalog/repository.ts';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import { columnRef, typed } from './columns.ts';

/**
 * The statement of the hottest route: the row as `body`, with the columns of the gate. The gate does not compare columns
 * here, because Postgres itself refuses a stale key: it refuses the grouping if the key is no longer the primary key, and a
 * second row if the column is no longer unique or an inheriting table has the key too (`tableoid` and `ctid` keep such
 * rows apart). If there is no such row, the key may have changed: the caller reads the metadata again.
 */
export function rowById(
  who: Principal,
  table: TableMeta,
  key: Column,
  id: string,
): RawBuilder<GateRow & { body: string | null }> {
  const column = columnRef(key);
  return sql`
    with ${gate(who, table, 'use', { sameColumns: false })}
    select ${gateColumns}, case when gate.open then (
      select row_to_json(r.*)::text from ${userTable(table.name)} r
      where ${column} = ${typed(id, key.cast)} ${key.sole_key ? sql`group by ${column}, r.tableoid, r.ctid` : sql``}) end as body
    from gate`;
}
