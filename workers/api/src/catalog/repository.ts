import type { Principal } from '@selfdb/server/auth/principal';
import type { RoleRow } from '@selfdb/server/db/authority';
import { quoteLiteral } from '@selfdb/server/db/identifier';
import { quoteIdentifier } from '@selfdb/shared/identifier';
import { type RawBuilder, sql } from 'kysely';
import { textCollations } from './statement/text-collations.ts';
import type { DescribedTable, TableMeta } from './table-meta.ts';

/**
 * What a caller does with a table. `use`: read and insert, for everyone its access admits. `change_row`: change rows that
 * name the user. `owner`: everything that only the owner and ADMINs may do.
 */
export type Action = 'use' | 'change_row' | 'owner';

/** The principal as the first two arguments of the functions of the schema selfdb_api. */
export function callerArguments(principal: Principal): RawBuilder<unknown> {
  const { sessionId, userId } = principal.kind === 'user' ? principal : { sessionId: null, userId: null };
  return sql`${sessionId}::uuid, ${userId}::uuid`;
}

/** Whether the table is `open` to the caller, and its metadata; without a name if there is no such table. */
export type MetaRow = RoleRow & { open: boolean } & (DescribedTable | { name: null });

/**
 * One row: the caller's role and, if there is such a table, whether it is `open` to the caller, and its description in the
 * catalog.
 */
export function tableMeta(principal: Principal, id: string, action: Action): RawBuilder<MetaRow> {
  return sql`
    select m.*, ${textCollations(sql`m.oid::oid`)} as collations
    from selfdb_api.table_meta(${callerArguments(principal)}, ${id}::uuid, ${action}) m`;
}

/** The row of `gate`. */
export interface GateRow extends RoleRow {
  fresh: boolean;
  open: boolean;
}

interface GateOptions {
  /** Whether to compare the remembered columns, so that a change by plain SQL is noticed. */
  sameColumns?: boolean;
  /** Whether to compare the indexes: for statements that would do harm if a column were no longer unique. */
  sameIndexes?: boolean;
}

/**
 * The expression `gate`, with which every statement on a user's table begins. It has one row, for `requireOpenGate`: the
 * caller's role; whether the worker's metadata are `fresh` (version, columns, and the table of that name); and whether the
 * action is `open` to the caller. A function with the system's rights decides (`migrations/0004_tables.sql`), because the
 * statement itself only has rights on users' tables.
 */
export function gate(
  principal: Principal,
  table: TableMeta,
  action: Action,
  { sameColumns = true, sameIndexes = false }: GateOptions = {},
): RawBuilder<unknown> {
  const columnStamp = sameColumns ? sql`${table.columnStamp}::bigint` : sql`null`;
  const indexStamp = sameIndexes ? sql`${table.indexStamp}::bigint` : sql`null`;
  return sql`gate as materialized (
    select my_role, fresh, open from selfdb_api.gate(${callerArguments(principal)}, ${table.id}::uuid,
      ${relation(table)}, ${table.version}::bigint, ${columnStamp}, ${indexStamp}, ${sql.raw(quoteLiteral(action))}))`;
}

/** The expression `owner`, in addition to `gate`: whether the caller may do everything with the table. */
export function ownerGate(principal: Principal, table: TableMeta): RawBuilder<unknown> {
  return sql`owner as materialized (
    select open from selfdb_api.gate(${callerArguments(principal)}, ${table.id}::uuid,
      ${relation(table)}, null, null, null, 'owner'))`;
}

/** The table's object id, by its name; an error if there is no table of that name. */
export function relation(table: TableMeta): RawBuilder<unknown> {
  return sql.raw(`${quoteLiteral(`public.${quoteIdentifier(table.name)}`)}::regclass`);
}

/** The columns of `gate` that `requireOpenGate` reads. */
export const gateColumns = sql`gate.my_role, gate.fresh, gate.open`;
