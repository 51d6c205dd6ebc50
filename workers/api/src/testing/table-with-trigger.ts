import { rows } from '@selfdb/server/testing/postgres';
import { run } from '../sql/testing/client.ts';
import { call } from './client.ts';
import { contents, createTable, type OwnTable } from './tables.ts';

export interface ErrorBody {
  detail: string | { loc: (string | number)[]; msg: string; type: string }[];
  code: string;
  hint?: string;
}

/** A request that runs the code of a trigger. */
interface Route {
  name: string;
  event: 'insert' | 'update' | 'delete';
  send(table: OwnTable, rowId: string): Promise<{ status: number; body: ErrorBody }>;
}

const some = `filter=${encodeURIComponent('{"n":{"eq":1}}')}`;
const to =
  (method: string, path: (rowId: string) => string, json?: unknown) =>
  ({ id, owner }: OwnTable, rowId: string) =>
    call<ErrorBody>(method, `/tables/${id}/data${path(rowId)}`, {
      token: owner.token,
      ...(json === undefined ? {} : { json }),
    });

export const ROUTES: Route[] = [
  { name: 'an insert', event: 'insert', send: to('POST', () => '', { n: 2 }) },
  { name: 'an insert of several', event: 'insert', send: to('POST', () => '', [{ n: 2 }, { n: 3 }]) },
  { name: 'an upsert', event: 'insert', send: to('POST', () => '?on_conflict=id', { n: 2 }) },
  { name: 'an update', event: 'update', send: to('PATCH', (id) => `/${id}`, { n: 2 }) },
  { name: 'updates', event: 'update', send: to('PATCH', () => `?${some}`, { n: 2 }) },
  { name: 'a delete', event: 'delete', send: to('DELETE', (id) => `/${id}`) },
  { name: 'deletes', event: 'delete', send: to('DELETE', () => `?${some}`) },
];

/** A table with a row, an audit table, and a trigger with this body before every change. */
export async function createTableWithTrigger(body: (name: string) => string): Promise<[OwnTable, string]> {
  const table = await createTable({ n: { type: 'integer' }, note: { type: 'varchar' } });
  const { name } = table;
  await rows(`insert into public.${name} (n) values (1)`);
  const { status, text } = await run(`
    create table ${name}_audit (c int not null unique check (c < 10), d int references ${name}_audit (c));
    insert into ${name}_audit values (1);
    create function ${name}_f() returns trigger language plpgsql as $$ begin ${body(name)} return coalesce(new, old); end $$;
    create trigger guard before insert or update or delete on ${name} for each row execute function ${name}_f()`);
  if (status !== 200) throw new Error(text);
  const [row] = await contents(name);
  return [table, String(row?.id)];
}
