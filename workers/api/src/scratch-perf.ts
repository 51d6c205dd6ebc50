import { startDatabase } from '@selfdb/shared/testing/start-database';
import pg from 'pg';
const db = await startDatabase();
const c = new pg.Client({ connectionString: db.databaseUrl });
await c.connect();
await c.query(`insert into selfdb.users (id,email,password_hash,first_name,last_name) values ('00000000-0000-0000-0000-000000000001','a','x','a','b')`);
for (const n of [5, 30]) {
  await c.query(`create table public.t${n} (id uuid primary key default uuidv7(), ${Array.from({ length: n }, (_, i) => `c${i} text default 'x'`).join(',')})`);
  await c.query(`insert into t${n} select from generate_series(1,1000)`);
  await c.query(`insert into selfdb.tables (relid, owner_id) values ('t${n}', '00000000-0000-0000-0000-000000000001')`);
  const { rows: [r] } = await c.query(`select id from t${n} limit 1`);
  const variants: Record<string, string> = {
    none: 'true',
    md5: `md5(selfdb.describe_columns(t.relid)::text) <> 'x'`,
    attrs: `(select sum(hashint8extended(a.xmin::text::bigint, a.attnum)) from pg_attribute a where a.attrelid = t.relid and a.attnum > 0) <> 5`,
    attrsMax: `(select max(a.xmin::text::bigint) from pg_attribute a where a.attrelid = t.relid and a.attnum > 0) <> 5`,
    attrsXor: `(select bit_xor(hashtextextended(a.xmin::text, a.attnum)) from pg_attribute a where a.attrelid = t.relid and a.attnum > 0) <> 5`,
    xid: `(select sum(a.xmin::text::bigint + a.attnum) from pg_attribute a where a.attrelid = t.relid) <> 5`,
    attrdef: `(select sum(a.xmin::text::bigint) from pg_attrdef a where a.adrelid = t.relid) is distinct from 5`,
    index: `(select sum(a.xmin::text::bigint) from pg_index a where a.indrelid = t.relid) is distinct from 5`,
    cons: `(select sum(a.xmin::text::bigint) from pg_constraint a where a.conrelid = t.relid) is distinct from 5`,
  };
  for (const [name, cond] of Object.entries(variants)) {
    const text = `with tbl as materialized (select t.public from selfdb.tables t where t.relid = 'public.t${n}'::regclass and ${cond})
      select (select public from tbl), (select row_to_json(r.*)::text from t${n} r where id = $1::uuid)`;
    const run = () => c.query({ name: `${n}${name}`, text, values: [r.id] });
    for (let i = 0; i < 300; i++) await run();
    let best = Infinity;
    for (let k = 0; k < 5; k++) {
      const s = performance.now();
      for (let i = 0; i < 500; i++) await run();
      best = Math.min(best, (performance.now() - s) * 2);
    }
    console.log(n, name, best.toFixed(1), 'us');
  }
}
await c.end();
await db.stop();
