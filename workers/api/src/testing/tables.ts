import type { Answer, Problem } from '@selfdb/server/testing/client';
import type { Person } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import type { Access } from '@selfdb/shared/contract/access';
import type { Table } from '@selfdb/shared/tables/schema';
import { call } from './client.ts';
import { createPerson } from './people.ts';

let names = 0;

/** A name that no other test of this run has. */
export function newName(prefix = 't'): string {
  return `${prefix}_${process.pid}_${Date.now().toString(36)}_${++names}`;
}

export interface OwnTable {
  id: string;
  name: string;
  owner: Person;
}

export interface ShownTable extends OwnTable {
  /** As the API returned it when it was created. */
  table: Table;
}

export interface TableOptions {
  owner?: Person;
  public?: boolean;
  /** Instead of `public`. */
  access?: Access;
  name?: string;
}

function accessOf(options: TableOptions): Access {
  return options.access ?? (options.public ? 'public' : 'owner');
}

/** A table created through the API, by a new user unless one is given. Private by default. */
export async function createTable(
  columns: Record<string, unknown>,
  options: TableOptions = {},
): Promise<ShownTable> {
  const owner = options.owner ?? (await createPerson());
  const name = options.name ?? newName();
  const json = { name, table_schema: columns, access: accessOf(options) };
  const { status, body, text } = await call<Table>('POST', '/tables', { token: owner.token, json });
  if (status !== 201) throw new Error(`cannot create the table: ${text}`);
  return { id: body.id, name, owner, table: body };
}

/** Enters a table that was created with SQL into the registry, as a list does, for a new owner unless one is given. */
export async function adoptTable(name: string, options: TableOptions = {}): Promise<OwnTable> {
  const owner = options.owner ?? (await createPerson());
  const id = await value(
    'insert into selfdb.tables (relid, owner_id, access) values ($1::regclass, $2, $3) returning id',
    [`public."${name.replaceAll('"', '""')}"`, owner.userId, accessOf(options)],
  );
  return { id: String(id), name, owner };
}

export interface Page {
  data: Record<string, unknown>[];
  total: number | null;
  page: number;
  pageSize: number;
  page_size: number;
  next_cursor: string | null;
}

export type Row = Record<string, unknown>;

/** Lists the rows of a table as its owner. */
export function list(
  { id, owner }: OwnTable,
  query: Record<string, string> = {},
): Promise<Answer<Page & Problem>> {
  return call<Page & Problem>('GET', `/tables/${id}/data?${new URLSearchParams(query)}`, {
    token: owner.token,
  });
}

/** Inserts as the owner: `json`, or a text that already is JSON. */
export function insert<T = Row>(
  { id, owner }: OwnTable,
  json: unknown,
  query: Record<string, string> = {},
): Promise<Answer<T>> {
  const body = typeof json === 'string' ? { body: json } : { json };
  return call<T>('POST', `/tables/${id}/data?${new URLSearchParams(query)}`, { token: owner.token, ...body });
}

/** All rows of the table, read without the API. */
export function contents(name: string): Promise<Row[]> {
  return rows(`select * from public."${name.replaceAll('"', '""')}"`);
}

/** A table with a row that the worker has read, so that it remembers the columns. */
export async function createKnownTable(columns: Record<string, unknown>, first: Row = {}): Promise<OwnTable> {
  const table = await createTable(columns);
  await insert(table, first);
  await list(table, { count: 'none' });
  return table;
}
