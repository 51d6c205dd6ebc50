import type { Principal } from '@selfdb/shared/auth/principal';
import { me } from '@selfdb/shared/db/authority';
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

const own = sql`coalesce(t.owner_id = (select id from me) or (select role from me) = 'ADMIN', false)`;

function openTo(access: Access): Sql {
  return access === 'public' ? sql`(t.public or ${own})` : own;
}

/**
 * One row: whose session it is and, where there is such a table, whether it is `open` to the caller and what the
 * catalog says of it.
 */
export function tableMeta(principal: Principal, id: string, access: Access): Sql {
  return sql`
    with ${me(principal)}
    select (select role from me) as my_role, t.id, c.relname as name, c.oid::text as oid, t.version::text as version,
      ${openTo(access)} as open, described.columns,
      ${columnStamp}::text as column_stamp, ${indexStamp}::text as index_stamp
    from (select 1) as always
    left join selfdb.tables t on t.id = ${id}::uuid
    left join pg_class c on c.oid = t.relid and c.relnamespace = 'public'::regnamespace
    left join lateral (select selfdb.describe_columns(c.oid) as columns where c.oid is not null) described on true`;
}

interface GateOptions {
  /** The statement would do harm if what is remembered as unique were no longer so. */
  sameIndexes?: boolean;
}

/**
 * The expressions `me`, `tbl` and `gate` that every statement on a user's table begins with.
 * `tbl` has a row while the table is what the worker remembers: same version, same columns, and its name is its own.
 * `gate` has one row, for `requireOpen`: the caller's role, whether the metadata is `fresh`, and whether the table
 * is `open` to the caller. A public table is no reason to let a dead session through.
 */
export function gate(
  principal: Principal,
  table: TableMeta,
  access: Access,
  { sameIndexes = false }: GateOptions = {},
): Sql {
  return gateIf(
    principal,
    table,
    access,
    sql`t.version = ${table.version}::bigint and ${columnStamp} = ${table.columnStamp}::bigint
      ${sameIndexes ? sql`and ${indexStamp} = ${table.indexStamp}::bigint` : sql``}`,
  );
}

/** `gate` with a condition of the caller's for what makes the table `t` still the remembered one, besides its name. */
export function gateIf(principal: Principal, table: TableMeta, access: Access, same: Sql): Sql {
  const name = raw(quoteLiteral(`public.${quoteIdentifier(table.name)}`));
  const alive = principal.kind === 'user' ? sql`exists (select from me)` : sql`true`;
  return sql`${me(principal)},
    tbl as materialized (
      select ${openTo(access)} as open from selfdb.tables t
      where t.id = ${table.id}::uuid and t.relid = ${name}::regclass and ${same}),
    gate as materialized (
      select (select role from me) as my_role, tbl.open is not null as fresh,
        ${alive} and coalesce(tbl.open, false) as open
      from (select 1) as always left join tbl on true)`;
}

/** The columns of `gate` that `requireOpen` looks at. */
export const gateColumns = sql`gate.my_role, gate.fresh, gate.open`;
