import pg from 'pg';
import type { Bench } from '../bench.ts';

/** Of a row below, as COPY writes it. */
const ROW_BYTES = 215;

export async function query(databaseUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A table with rows that look like people's: names, numbers, times and a text. The stack drops it. */
export async function fillTable(
  { instance: { databaseUrl }, say }: Bench,
  stack: AsyncDisposableStack,
  name: string,
  bytes: number,
): Promise<void> {
  const rows = Math.ceil(bytes / ROW_BYTES);
  say(`Preparing ${rows.toLocaleString('en-US')} rows...`);
  await query(
    databaseUrl,
    `create table public.${name} as select g::bigint as id, 'Person ' || g as name, 'person' || g || '@example.com' as email,
       (g * 7919::bigint % 100000) / 100.0 as amount, timestamptz '2020-01-01' + g * interval '1 minute' as joined,
       md5(g::text) || ' and then they said ' || md5((g * 3)::text) || ' ' || md5((g / 7)::text) as note
     from generate_series(1, ${rows}) g`,
    `vacuum analyze public.${name}`,
  );
  stack.defer(() => query(databaseUrl, `drop table public.${name}`));
}
