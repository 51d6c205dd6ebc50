import type { Answer } from '@selfdb/server/testing/client';
import { value } from '@selfdb/server/testing/postgres';
import { call } from '../../testing/client.ts';
import * as people from '../../testing/people.ts';

/** An administrator by default, because SQL is for administrators. */
export const createPerson = (role: 'ADMIN' | 'USER' = 'ADMIN') => people.createPerson({ role });

export interface SqlBody {
  results: {
    command: string;
    row_count: number | null;
    columns: { name: string; type: string }[];
    rows: unknown[][];
    truncated: boolean;
  }[];
  notices: { severity: string; message: string }[];
  execution_time_ms: number;
  detail: string | { loc: (string | number)[]; msg: string }[];
  code: string;
  sqlstate: string;
  position: number | null;
  hint: string | null;
}

const admin = createPerson();

/** Runs SQL as an ADMIN of this file's own. */
export async function run(query: string, options: Record<string, unknown> = {}): Promise<Answer<SqlBody>> {
  const { token } = await admin;
  return call<SqlBody>('POST', '/sql/query', { token, json: { query, ...options } });
}

/** The first column of the last result. */
export async function column(query: string, options: Record<string, unknown> = {}): Promise<unknown[]> {
  const { status, body, text } = await run(query, options);
  if (status !== 200) throw new Error(text);
  return body.results.at(-1)?.rows.map((row) => row[0]) ?? [];
}

/** How many sessions are running a text like this. */
export async function backendsRunning(pattern: string): Promise<number> {
  const found = await value(
    `select count(*)::int from pg_stat_activity where pid <> pg_backend_pid() and query like $1 and state <> 'idle'`,
    [pattern],
  );
  return Number(found);
}
