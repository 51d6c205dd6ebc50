import { sql } from 'kysely';

/**
 * An expression: whether the collation `c` of pg_catalog.pg_collation compares texts by code points. The names are those of
 * such collations in the C library and in Postgres' builtin provider.
 */
export const sortsByCodePoint = sql`(
  case c.collprovider
    when 'b' then true
    when 'c' then c.collcollate ~* '^(c|posix)([.]|$)'
    when 'd' then (
      select d.datlocprovider = 'b' or d.datlocprovider = 'c' and d.datcollate ~* '^(c|posix)([.]|$)'
      from pg_catalog.pg_database d where d.datname = current_database())
    else false
  end)`;
