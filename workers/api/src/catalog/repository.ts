import type { Principal } from '@selfdb/shared/auth/principal';
import { caller } from '@selfdb/shared/db/authority';
import { quoteIdentifier, quoteLiteral } from '@selfdb/shared/db/identifier';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { TableMeta } from './table-meta.ts';

/** Who may do a thing with a table: everybody when it is public, or only the owner and an ADMIN. */
export type Access = 'public' | 'owner';

/**
 * Of the table `t`: numbers made of the transactions that last wrote its catalog rows. They change with every change
 * of a column or its default, or of an index, also by SQL that knows nothing of `version`. A description of the
 * columns would say the same, but costs a hundred times as much.
 */
const columnStamp = sql`(select coalesce(bit_xor(hashint8extended(a.xmin::text::bigint, a.attnum)), 0)
  from pg_attribute a where a.attrelid = t.relid and a.attnum > 0)`;
const indexStamp = sql`(select coalesce(bit_xor(hashint8extended(i.xmin::text::bigint, i.indexrelid::bigint)), 0)
  from pg_index i where i.indrelid = t.relid)`;

/** Whether the table `t` is there and the caller `u` may use it. A public table is no reason to let a dead session in. */
function isOpen(principal: Principal, access: Access): Sql {
  if (principal.kind === 'anonymous')
    return access === 'public' ? sql`coalesce(t.public, false)` : sql`false`;
  const own = sql`t.owner_id = u.id or u.role = 'ADMIN'`;
  const allowed = access === 'public' ? sql`t.public or ${own}` : own;
  return sql`(t.id is not null and u.id is not null and (${allowed}))`;
}

/**
 * One row: whose session it is and, where there is such a table, whether it is `open` to the caller and what the
 * catalog says of it.
 */
export function tableMeta(principal: Principal, id: string, access: Access): Sql {
  return sql`
    select u.role as my_role, t.id, c.relname as name, c.oid::text as oid, t.version::text as version,
      ${isOpen(principal, access)} as open, described.columns,
      ${columnStamp}::text as column_stamp, ${indexStamp}::text as index_stamp
    from ${caller(principal)}
    left join selfdb.tables t on t.id = ${id}::uuid
    left join pg_class c on c.oid = t.relid and c.relnamespace = 'public'::regnamespace
    left join lateral (select selfdb.describe_columns(c.oid) as columns where c.oid is not null) described on true`;
}

interface GateOptions {
  /** The statement would do harm if what is remembered as unique were no longer so. */
  sameIndexes?: boolean;
}

/**
 * The expression `gate` that every statement on a user's table begins with. It has one row, for `requireOpen`: the
 * caller's role; whether what the worker remembers of the table is `fresh`, which is its version, its columns, and
 * that its name is its own; and whether the table is `open` to the caller.
 */
export function gate(
  principal: Principal,
  table: TableMeta,
  access: Access,
  { sameIndexes = false }: GateOptions = {},
): Sql {
  const columns = sql`and ${columnStamp} = ${table.columnStamp}::bigint`;
  const indexes = sameIndexes ? sql`and ${indexStamp} = ${table.indexStamp}::bigint` : sql``;
  return gateIf(principal, table, access, sql`${sameVersion(table)} ${columns} ${indexes}`);
}

/** `gate` with a condition of the caller's for what makes the table `t` still the remembered one, besides its name. */
export function gateIf(principal: Principal, table: TableMeta, access: Access, same: Sql): Sql {
  const name = raw(quoteLiteral(`public.${quoteIdentifier(table.name)}`));
  return sql`gate as materialized (
    select u.role as my_role, t.id is not null as fresh, ${isOpen(principal, access)} as open
    from ${caller(principal)}
    left join selfdb.tables t on t.id = ${table.id}::uuid and t.relid = ${name}::regclass and ${same})`;
}

/** That nobody has changed the table `t` through the API. */
export function sameVersion(table: TableMeta): Sql {
  return sql`t.version = ${table.version}::bigint`;
}

/** The columns of `gate` that `requireOpen` looks at. */
export const gateColumns = sql`gate.my_role, gate.fresh, gate.open`;
