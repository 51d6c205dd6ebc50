import { createPeople, type Person } from '@selfdb/shared/testing/people';
import { rows, value } from '@selfdb/shared/testing/postgres';

export interface TestTable {
  name: string;
  /** With its schema. */
  sql: string;
  relid: number;
  id: string;
}

let owner: Promise<Person> | undefined;

/** A table of its own in the registry, with realtime unless told. */
export async function createTable(columns: string, { realtime = true } = {}): Promise<TestTable> {
  const name = `t_${crypto.randomUUID().slice(0, 8)}`;
  await rows(`create table public.${name} (id int generated always as identity primary key, ${columns})`);
  owner ??= createPeople({ rows, value }).createPerson();
  const id = await value(
    'insert into selfdb.tables (relid, owner_id, realtime_enabled) values ($1::regclass, $2, $3) returning id',
    [`public.${name}`, (await owner).userId, realtime],
  );
  const relid = Number(await value('select $1::regclass::oid', [`public.${name}`]));
  return { name, sql: `public.${name}`, relid, id: String(id) };
}
