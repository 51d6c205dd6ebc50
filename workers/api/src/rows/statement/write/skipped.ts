import { userTable } from '@selfdb/server/db/identifier';
import { type RawBuilder, sql } from 'kysely';
import type { TableMeta } from '../../../catalog/table-meta.ts';

/** Refuses the statement, which also undoes what a trigger did instead of writing the row. `toRowError` has the sentence. */
export const refuseSkipped = sql`selfdb_api.refuse('SDROW', '')`;

/**
 * The texts of all rows in `results(body, n)`, in the order of the input. Refuses if a trigger skipped one of the `count`
 * rows.
 */
export function allOrNothing(results: RawBuilder<unknown>, count: number): RawBuilder<unknown> {
  return sql`(select case when count(*) = ${count}::int then string_agg(body, ',' order by n)
    else selfdb_api.refuse('SDROW', 'A trigger of the table skipped the row at index ' ||
      (select min(n) - 1 from generate_series(1, ${count}::int) n where n not in (select n from ${results})) ||
      '. Nothing was changed.') end from ${results})`;
}

/**
 * Refuses if `where` still finds a row, after an update or delete that changed none. A row that another transaction has
 * deleted can't be locked. Nor can one that a trigger has changed, but its `xmax` is this transaction. The statement sees
 * the state before its own changes, so it also finds a row that was lost on the way to another partition.
 */
export function refuseIfThere(table: TableMeta, where: RawBuilder<unknown>): RawBuilder<unknown> {
  const name = userTable(table.name);
  return sql`case when exists (select from ${name} r where ${where} and r.xmax = pg_current_xact_id()::xid)
    or exists (select from (select from ${name} r where ${where} for update) locked) then ${refuseSkipped} end`;
}
