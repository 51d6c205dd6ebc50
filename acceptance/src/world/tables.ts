import { expect } from 'vitest';
import type { Caller, Query } from '../clients/client.ts';
import { admin, marker } from './users.ts';

export interface Column {
  type: string;
  nullable?: boolean;
  default?: unknown;
  unique?: boolean;
  primary_key?: boolean;
  references?: unknown;
}

export interface Table {
  id: string;
  name: string;
  table_schema: Record<string, Column>;
  public: boolean;
  access: Access;
  realtime_enabled: boolean;
  owner_id: string;
  description: string | null;
  metadata: unknown;
  row_count: number;
  created_at: string;
  updated_at: string;
}

export type Access = 'public' | 'users' | 'owner';

export type Row = Record<string, unknown>;

export interface Page {
  data: Row[];
  total: number | null;
  page: number | null;
  pageSize: number;
  page_size: number;
  next_cursor: string | null;
}

export interface SqlResult {
  command: string;
  row_count: number | null;
  columns: { name: string; type: string }[];
  rows: unknown[][];
  truncated: boolean;
}

export interface SqlAnswer {
  results: SqlResult[];
  notices: unknown[];
  execution_time_ms: number;
}

export interface NewTable {
  name?: string;
  table_schema?: Record<string, Column>;
  public?: boolean;
  access?: Access;
  description?: string;
  metadata?: unknown;
  realtime_enabled?: boolean;
}

export async function createTable(owner: Caller, over: NewTable = {}): Promise<Table> {
  const table = {
    name: marker('t'),
    table_schema: { title: { type: 'text', nullable: true } },
    ...(over.access === undefined ? { public: false } : {}),
    ...over,
  };
  const answer = await owner.post<Table>('/tables/', table);
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

export async function insertRows(owner: Caller, table: Table, rows: Row[]): Promise<Row[]> {
  const answer = await owner.post<Row[]>(`/tables/${table.id}/data`, rows);
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

export async function readPage(reader: Caller, table: Table, query: Query = {}): Promise<Page> {
  const answer = await reader.get<Page>(`/tables/${table.id}/data`, query);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

export const filter = (condition: unknown) => JSON.stringify(condition);

/** Runs SQL as the administrator and gives its results; anything but 200 fails the test. */
export async function sql(query: string, params?: unknown[]): Promise<SqlResult[]> {
  const answer = await admin.post<SqlAnswer>('/sql/query', params ? { query, params } : { query });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.results;
}

/** The first column of the first row of the last statement. */
export async function sqlValue(query: string, params?: unknown[]): Promise<unknown> {
  return (await sql(query, params)).at(-1)?.rows[0]?.[0];
}
