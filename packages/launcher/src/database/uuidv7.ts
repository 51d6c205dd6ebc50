import type { Client } from 'pg';

const firstVersionWithUuidv7 = 180000;

/**
 * Supplies `uuidv7()` on servers older than Postgres 18, in the schema `selfdb_api`, which is on the search path.
 * From 18 on the built-in function comes first on the search path, so a restored copy of this one is never called.
 *
 * Layout as in RFC 9562, 5.7: 48 bits of milliseconds, version, 12 bits of the millisecond's fraction (method 3 of
 * 6.2), then variant and random bits, which are those of a version 4 UUID.
 */
export async function ensureUuidv7(client: Client, serverVersion: number): Promise<boolean> {
  if (serverVersion >= firstVersionWithUuidv7) return false;
  const found = await client.query<{ schema: string }>(
    `select n.nspname as schema from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.proname = 'uuidv7' and p.pronargs = 0 and n.nspname in ('public', 'selfdb_api')
       and p.proowner = quote_ident(current_user)::regrole order by n.nspname desc`,
  );
  const schema = found.rows[0]?.schema;
  // Earlier versions created it in `public`. Its owner could drop it there, with the defaults of the system's tables.
  if (schema === 'public') await client.query('alter function public.uuidv7() set schema selfdb_api');
  if (schema !== undefined) return false;
  await client.query(`
    create function selfdb_api.uuidv7() returns uuid language sql volatile parallel safe as $$
      select (
        lpad(to_hex(micros / 1000), 12, '0')
        || '7' || lpad(to_hex(micros % 1000 * 4096 / 1000), 3, '0')
        || right(replace(gen_random_uuid()::text, '-', ''), 16)
      )::uuid
      from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros) as clock
    $$`);
  return true;
}
