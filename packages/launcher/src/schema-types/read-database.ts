import { withClient } from '../database/client.ts';
import type { TypedColumn, TypedTable } from './print-schema.ts';

/** What `selfdb.describe_columns` says of a column. */
interface Described {
  name: string;
  cast: string;
  base: string | null;
  nullable: boolean;
  default: string | null;
  generated: boolean;
  identity: boolean;
  domain: { default: string | null; not_null: boolean | null } | null;
}

/** The tables of the schema public, from the database itself. */
export function readTablesOf(connectionString: string): Promise<TypedTable[]> {
  return withClient({ connectionString }, async (client) => {
    const { rows } = await client.query<{ name: string; columns: Described[] }>(
      `select c.relname as name, selfdb.describe_columns(c.oid) as columns from pg_class c
       where c.relnamespace = to_regnamespace('public') and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    return rows.map(({ name, columns }) => ({ name, columns: columns.map(toTypedColumn) }));
  });
}

function toTypedColumn({
  name,
  cast,
  base,
  nullable,
  identity,
  generated,
  domain,
  ...column
}: Described): TypedColumn {
  return {
    name,
    type: base ?? cast,
    nullable: nullable && !domain?.not_null,
    hasDefault: column.default !== null || identity || Boolean(domain?.default),
    isGenerated: generated,
  };
}
