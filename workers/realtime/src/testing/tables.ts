import { createPeople, type Person } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import type { Access } from '@selfdb/shared/contract/access';

export const { createAdmin, createPerson } = createPeople({ rows, value });

interface TableOptions {
  access?: Access;
  isRealtime?: boolean;
  columns?: string;
}

export interface TestTable {
  name: string;
  /** The name with its schema. */
  sql: string;
  topic: string;
  relid: number;
  id: string;
}

/** A table in the registry, by default public and with realtime. */
export async function createTableOf(userId: string, options: TableOptions = {}): Promise<TestTable> {
  const { access = 'public', isRealtime = true, columns = 'n int' } = options;
  const name = `t_${crypto.randomUUID().slice(0, 8)}`;
  const sql = `public.${name}`;
  await rows(`create table ${sql} (id int generated always as identity primary key, ${columns})`);
  const id = await value(
    'insert into selfdb.tables (relid, owner_id, access, realtime_enabled) values ($1::regclass, $2, $3, $4) returning id',
    [sql, userId, access, isRealtime],
  );
  const relid = Number(await value('select $1::regclass::oid', [sql]));
  return { name, sql, topic: `table:${name}`, relid, id: String(id) };
}

let owner: Promise<Person> | undefined;

/** A table that only its owner can read, for tests that do not need the owner. */
export async function createTable(columns: string, { realtime = true } = {}): Promise<TestTable> {
  owner ??= createPerson();
  return createTableOf((await owner).userId, { access: 'owner', isRealtime: realtime, columns });
}
