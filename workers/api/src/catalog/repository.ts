import type { Principal } from '@selfdb/shared/auth/principal';
import { me } from '@selfdb/shared/db/authority';
import type { Database, Row } from '@selfdb/shared/db/database';
import { quoteIdentifier, quoteLiteral } from '@selfdb/shared/db/identifier';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { TableMeta } from './table-meta.ts';

/** One row: whose session it is and, where there is such a table, what the catalog says of it. */
export async function selectTableMeta(
  db: Database,
  principal: Principal,
  id: string,
): Promise<Row | undefined> {
  const rows = await db.query(sql`
    with ${me(principal)}
    select (select role from me) as my_role, t.id, c.relname as name, c.oid::text as oid, t.version::text as version,
      described.columns, md5(described.columns::text) as fingerprint
    from (select 1) as always
    left join selfdb.tables t on t.id = ${id}::uuid
    left join pg_class c on c.oid = t.relid and c.relnamespace = 'public'::regnamespace
    left join lateral (select selfdb.describe_columns(c.oid) as columns where c.oid is not null) described on true`);
  return rows[0];
}

/**
 * The expressions `tbl` and `gate` that every statement on a user's table carries, after `me`.
 * `tbl` has a row while the table is what the worker remembers: same version, and its name is still its own.
 * `gate` has one row: the caller's role, whether the metadata is `fresh`, and whether the table is `open` to the
 * caller: for reading and inserting to all when it is public, for everything to owner and ADMIN. A public table is no reason to let a dead session through. A statement that would not fail by itself
 * when the columns are others than remembered asks for `sameColumns`.
 */
export function gate(
  principal: Principal,
  table: TableMeta,
  access: 'public' | 'owner',
  { sameColumns = false } = {},
): Sql {
  const name = raw(quoteLiteral(`public.${quoteIdentifier(table.name)}`));
  const alive = principal.kind === 'user' ? sql`exists (select from me)` : sql`true`;
  return sql`${me(principal)},
    tbl as materialized (
      select t.public, coalesce(t.owner_id = (select id from me) or (select role from me) = 'ADMIN', false) as own
      from selfdb.tables t
      where t.id = ${table.id}::uuid and t.version = ${table.version}::bigint and t.relid = ${name}::regclass
        ${sameColumns ? sql`and md5(selfdb.describe_columns(t.relid)::text) = ${table.fingerprint}` : sql``}),
    gate as materialized (
      select (select role from me) as my_role, tbl.own is not null as fresh,
        ${alive} and coalesce(${access === 'public' ? sql`tbl.public or tbl.own` : sql`tbl.own`}, false) as open
      from (select 1) as always left join tbl on true)`;
}

/** The columns of `gate` that `requireOpen` looks at. */
export const gateColumns = sql`gate.my_role, gate.fresh, gate.open`;
