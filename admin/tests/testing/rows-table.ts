import { adminApi, unique } from './people.ts';

/** What a test knows of a table of its own. */
export interface RowsTable {
  id: string;
  name: string;
  /** Runs SQL and gives the rows of the last statement. */
  sql: (query: string) => Promise<unknown[][]>;
}

/** Runs SQL as the administrator. */
async function runSql(query: string): Promise<unknown[][]> {
  const { results } = await adminApi().send('POST', '/sql/query', { query, timeout_ms: 120_000 });
  const last = Array.isArray(results) ? results.at(-1) : undefined;
  return last?.rows ?? [];
}

/** A table with numbered rows: `title` says "Row 7", `big` has more digits than a JavaScript number. */
export async function createRowsTable(rows: number, realtime = false): Promise<RowsTable> {
  const name = unique('rows_');
  const table = await adminApi().send('POST', '/tables', {
    name,
    realtime_enabled: realtime,
    table_schema: {
      id: { type: 'bigserial', primary_key: true },
      title: { type: 'text', nullable: false },
      big: { type: 'bigint', unique: true },
      note: { type: 'text' },
    },
  });
  await runSql(
    `insert into ${name} (title, big) select 'Row ' || i, 9007199254740992 + i from generate_series(1, ${rows}) i; analyze ${name}`,
  );
  return { id: String(table.id), name, sql: runSql };
}
