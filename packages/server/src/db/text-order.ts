import { sql } from 'kysely';

/**
 * Whether the collation `c` of pg_catalog.pg_collation compares texts by their code points: an expression. The names are
 * those that the C library and Postgres' own provider know such an order by.
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
