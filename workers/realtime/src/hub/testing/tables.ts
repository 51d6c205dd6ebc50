import { createPeople } from '@selfdb/shared/testing/people';
import { rows, value } from '@selfdb/shared/testing/postgres';

export const { createAdmin, createPerson, createSession } = createPeople({ rows, value });

interface TableOptions {
  isPublic?: boolean;
  isRealtime?: boolean;
  columns?: string;
}

export interface OwnedTable {
  name: string;
  topic: string;
  relid: number;
}

/** A table of somebody, public and with realtime unless told. */
export async function createTableOf(userId: string, options: TableOptions = {}): Promise<OwnedTable> {
  const { isPublic = true, isRealtime = true, columns = 'n int' } = options;
  const name = `t_${crypto.randomUUID().slice(0, 8)}`;
  await rows(`create table public.${name} (id int generated always as identity primary key, ${columns})`);
  await rows(
    'insert into selfdb.tables (relid, owner_id, public, realtime_enabled) values ($1::regclass, $2, $3, $4)',
    [`public.${name}`, userId, isPublic, isRealtime],
  );
  const relid = Number(await value('select $1::regclass::oid', [`public.${name}`]));
  return { name, topic: `table:${name}`, relid };
}
