import type { Row } from './datasets.ts';
import { fit, inferColumns } from './infer.ts';
import type { SelfDb } from './selfdb.ts';

const ROWS_PER_REQUEST = 10_000;
const BYTES_PER_REQUEST = 4_000_000;

interface Table {
  id: string;
  name: string;
}

/** Pieces of at most 10,000 rows and about 4 MB of JSON, well under the limit of a request's body. */
function* chunks(rows: Row[]): Generator<Row[]> {
  let chunk: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row)) + 1;
    if (chunk.length === ROWS_PER_REQUEST || (chunk.length > 0 && bytes + size > BYTES_PER_REQUEST)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(row);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

async function dropTable(db: SelfDb, name: string): Promise<void> {
  const found = await db.request<Table[]>('GET', `/tables/?limit=1000&search=${encodeURIComponent(name)}`);
  for (const table of found.filter((one) => one.name === name))
    await db.request('DELETE', `/tables/${table.id}`);
}

/** Creates a table with the rows, replacing one of that name. Returns its id. */
export async function replaceTable(db: SelfDb, name: string, rows: Row[]): Promise<string> {
  const columns = inferColumns(rows);
  await dropTable(db, name);
  const table = await db.request<Table>('POST', '/tables/', { name, public: false, table_schema: columns });
  for (const chunk of chunks(rows)) {
    const fitted = chunk.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, fit(value, columns[column])])),
    );
    await db.request('POST', `/tables/${table.id}/data`, fitted);
  }
  return table.id;
}
