import type { Principal } from '@selfdb/server/auth/principal';
import { quoteLiteral, userTable } from '@selfdb/server/db/identifier';
import { type RawBuilder, sql } from 'kysely';
import { gate, ownerGate } from '../../catalog/repository.ts';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import { columnRef } from './columns.ts';

const USER_COLUMN = 'user_id';
const TEXT = /^(?:text|character varying|character|bpchar)(?:\(\d+\))?$/;
const GIVEN_AWAY = 'This row is yours because its "user_id" is you. You can\'t give it to another user.';

/** The parts of a statement that changes one row `r` if the caller may. */
export interface RowChange {
  /** The expressions that the statement begins with: `gate`, and those that the other parts read. */
  gates: RawBuilder<unknown>;
  /** Whether the caller may change the row. */
  isAllowed: RawBuilder<unknown>;
  /** The body of the changed row; refuses if the caller has given the row to another user. */
  body: RawBuilder<unknown>;
  /** If none was `written`: whether a row has the key and belongs to another user. */
  isOthers: RawBuilder<unknown>;
}

/** The row's user at the moment of the write decides. In a table whose rows name no user, only the owner may change rows. */
export function rowChange(
  table: TableMeta,
  who: Principal,
  hasKey: RawBuilder<unknown>,
  options: { sameIndexes?: boolean } = {},
): RowChange {
  const body = sql`row_to_json(r.*)::text`;
  const isOwn = isOwnRow(table, who);
  if (!isOwn) {
    const gates = gate(who, table, 'owner', options);
    return { gates, isAllowed: sql`true`, body, isOthers: sql`false` };
  }
  const isAllowed = sql`((select open from owner) or ${isOwn})`;
  return {
    gates: sql`${gate(who, table, 'change_row', options)}, ${ownerGate(who, table)}`,
    isAllowed,
    body: sql`case when ${isAllowed} then ${body} else selfdb_api.refuse('SD403', ${sql.raw(quoteLiteral(GIVEN_AWAY))}) end`,
    isOthers: sql`case when gate.open and not (select open from owner) and not exists (select from written)
      then exists (select from ${userTable(table.name)} r where ${hasKey}) else false end`,
  };
}

/** Whether the row `r` is the caller's; undefined in a table whose rows name no user. */
function isOwnRow(table: TableMeta, who: Principal): RawBuilder<unknown> | undefined {
  const column = table.columns.get(USER_COLUMN);
  return column && who.kind === 'user' ? namesUser(column, who.userId) : undefined;
}

/** Whether the column has the user's id, as a uuid or a text; undefined for a column of another type. */
function namesUser(column: Column, userId: string): RawBuilder<unknown> | undefined {
  const type = column.base ?? column.cast;
  if (type === 'uuid') return sql`${columnRef(column)}::uuid = ${userId}::uuid`;
  // Byte by byte: the column's collation may treat different ids as equal.
  if (TEXT.test(type)) return sql`lower(${columnRef(column)}::text collate "C") = lower(${userId}::text)`;
  return undefined;
}
