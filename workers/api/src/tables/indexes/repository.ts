import type { Principal } from '@selfdb/server/auth/principal';
import { identifier, quoteLiteral, userTable } from '@selfdb/server/db/identifier';
import type { CreateIndex, TableIndex } from '@selfdb/shared/tables/definition';
import { type RawBuilder, sql } from 'kysely';
import { callerArguments, relation } from '../../catalog/repository.ts';
import type { TableMeta } from '../../catalog/table-meta.ts';

export function createIndex(
  table: TableMeta,
  { name, columns, unique, method }: CreateIndex,
): RawBuilder<unknown> {
  const kind = sql.raw(unique ? 'create unique index' : 'create index');
  const named = name === undefined ? sql`` : sql` ${identifier(name)}`;
  return sql`${kind}${named} on ${userTable(table.name)} using ${sql.raw(method)} (${sql.join(columns.map(identifier))})`;
}

/** The index that the same transaction has created. */
export function createdIndex(who: Principal, id: string): RawBuilder<{ index: TableIndex | null }> {
  return sql`select selfdb_api.created_index(${callerArguments(who)}, ${id}::uuid) as index`;
}

/** Refuses (SD404, SD409) unless the table has such an index that belongs to no constraint. */
export function requirePlainIndex(table: TableMeta, name: string): RawBuilder<unknown> {
  return sql`select selfdb_api.require_plain_index(${relation(table)}, ${sql.raw(quoteLiteral(name))})::text`;
}

/** An index has its table's schema. */
export function dropIndex(name: string): RawBuilder<unknown> {
  return sql`drop index ${userTable(name)}`;
}
