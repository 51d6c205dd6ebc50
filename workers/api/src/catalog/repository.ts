import type { Principal } from '@selfdb/server/auth/principal';
import type { RoleRow } from '@selfdb/server/db/authority';
import { quoteLiteral } from '@selfdb/server/db/identifier';
import { quoteIdentifier } from '@selfdb/shared/identifier';
import { type RawBuilder, sql } from 'kysely';
import { textCollations } from './statement/text-collations.ts';
import type { DescribedTable, TableMeta } from './table-meta.ts';

/**
 * What is done with a table: `use` is to read and to insert, for whom its access lets in; `change_row` is to change rows that
 * name the user; `owner` is what is left to the owner and ADMINs.
 */
export type Action = 'use' | 'change_row' | 'owner';

/** The principal as the first two arguments of the functions of the schema selfdb_api. */
export function callerArguments(principal: Principal): RawBuilder<unknown> {
  const { sessionId, userId } = principal.kind === 'user' ? principal : { sessionId: null, userId: null };
  return sql`${sessionId}::uuid, ${userId}::uuid`;
}

/** Whether the table is `open` to the caller, and what it is; without a name where there is none. */
export type MetaRow = RoleRow & { open: boolean } & (DescribedTable | { name: null });

/**
 * One row: whose session it is and, where there is such a table, whether it is `open` to the caller and what the
 * catalog says of it.
 */
export function tableMeta(principal: Principal, id: string, action: Action): RawBuilder<MetaRow> {
  return sql`
    select m.*, ${textCollations(sql`m.oid::oid`)} as collations
    from selfdb_api.table_meta(${callerArguments(principal)}, ${id}::uuid, ${action}) m`;
}

/** What `gate` says. */
export interface GateRow extends RoleRow {
  fresh: boolean;
  open: boolean;
}

interface GateOptions {
  /** Whether the remembered columns are compared, so that a change of one by plain SQL counts. */
  sameColumns?: boolean;
  /** The statement would do harm if what is remembered as unique were no longer so. */
  sameIndexes?: boolean;
}

/**
 * The expression `gate` that every statement on a user's table begins with. It has one row, for `requireOpen`: the
 * caller's role; whether what the worker remembers of the table is `fresh`, which is its version, its columns, and
 * that its name is its own; and whether the action is `open` to the caller. Decided by a
 * function with the system's rights (`migrations/0004_tables.sql`), for the statement has only those of users' tables.
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

/** The expression `owner`, beside `gate`: whether all of the table is `open` to the caller. */
export function ownerGate(principal: Principal, table: TableMeta): RawBuilder<unknown> {
  return sql`owner as materialized (
    select open from selfdb_api.gate(${callerArguments(principal)}, ${table.id}::uuid,
      ${relation(table)}, null, null, null, 'owner'))`;
}

/** The table's name as Postgres' own number for it; an error when there is no table of that name. */
export function relation(table: TableMeta): RawBuilder<unknown> {
  return sql.raw(`${quoteLiteral(`public.${quoteIdentifier(table.name)}`)}::regclass`);
}

/** The columns of `gate` that `requireOpen` looks at. */
export const gateColumns = sql`gate.my_role, gate.fresh, gate.open`;
