import { asSqlRole, rows, value } from '@selfdb/server/testing/postgres';

export interface TestTable {
  id: string;
  name: string;
  relid: number;
}

/** A table of its own with a primary key `id`, which its owner and administrators may read. */
export async function createTable(ownerId: string, access = 'owner'): Promise<TestTable> {
  const name = `t_${crypto.randomUUID().replaceAll('-', '')}`;
  await asSqlRole(`create table public.${name} (id integer primary key, title text)`);
  await rows('insert into selfdb.tables (relid, owner_id, access) values ($1::regclass, $2, $3)', [
    ...[`public.${name}`, ownerId, access],
  ]);
  const id = await value('select id from selfdb.tables where told_name = $1', [name]);
  const relid = await value('select $1::regclass::oid::int', [`public.${name}`]);
  return { id: String(id), name, relid: Number(relid) };
}
