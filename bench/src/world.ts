import pg from 'pg';
import type { Api } from './api.ts';
import { rowsTable } from './pairs/statements/row-statement.ts';
import type { Instance } from './system/instance.ts';

const rowCount = 10_000;

interface Login {
  email: string;
  password: string;
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** The data of the loads: an ordinary user, a private table of 10,000 rows, and one for inserts. */
export interface World {
  login: Login;
  token: string;
  tableId: string;
  rowIds: string[];
  insertTableId: string;
}

const columns = {
  name: { type: 'text', nullable: false },
  email: { type: 'text' },
  amount: { type: 'integer' },
  active: { type: 'boolean' },
  joined: { type: 'timestamptz' },
};

/** The values of a row, the same for the same number. */
export function rowValues(number: number) {
  return {
    name: `Person ${number}`,
    email: `person${number}@example.com`,
    amount: (number * 7919) % 100_000,
    active: number % 3 === 0,
    joined: new Date(Date.UTC(2020, 0, 1) + number * 3_600_000).toISOString(),
  };
}

/** Creates users, tables and rows through the public API. */
export async function prepareWorld(instance: Instance, api: Api): Promise<World> {
  const login = { email: 'reader@bench.example.com', password: 'a pass phrase of the bench' };
  await api('/users/', { json: { ...login, firstName: 'Ada', lastName: 'Reader' } });
  const { access_token: token } = await api<Tokens>('/users/token', { json: login });
  const table = await createRowsTable(api, token, rowsTable);
  const insertTable = await createRowsTable(api, token, `${rowsTable}_inserted`);
  const json = Array.from({ length: rowCount }, (_, number) => rowValues(number));
  const rows = await api<{ id: string }[]>(`/tables/${table.id}/data`, { token, json });
  await settleTables(instance);
  return {
    login,
    token,
    tableId: table.id,
    rowIds: rows.map(({ id }) => id),
    insertTableId: insertTable.id,
  };
}

/** A private table for rows of `rowValues`. */
export function createRowsTable(
  api: Api,
  token: string,
  name: string,
  options: { realtime_enabled?: boolean } = {},
): Promise<{ id: string }> {
  return api('/tables/', { token, json: { name, table_schema: columns, public: false, ...options } });
}

/** Otherwise autovacuum would do this within a minute, in the middle of a measurement. */
async function settleTables({ databaseUrl }: Instance): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}
