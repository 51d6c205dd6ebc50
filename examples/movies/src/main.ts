import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ask, type Connection, connect, flights, movies, replaceTable, report } from './index.ts';

/** The connection that the environment names, or else the `.env` of this checkout. */
function connection(): Connection {
  const file = join(import.meta.dirname, '../../../.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const { SELFDB_URL, BACKEND_PORT, API_KEY, ADMIN_EMAIL, ADMIN_PASSWORD } = process.env;
  if (!API_KEY) throw new Error('Set API_KEY, or run ./selfdb start, which writes it to .env');
  return {
    baseUrl: SELFDB_URL || `http://127.0.0.1:${BACKEND_PORT || 8000}`,
    apiKey: API_KEY,
    email: ADMIN_EMAIL || 'admin@example.com',
    password: ADMIN_PASSWORD || 'password',
  };
}

async function main(): Promise<void> {
  const db = await connect(connection());
  const tables = { movies: { id: '', name: 'movies' }, flights: { id: '', name: 'flights' } };
  for (const [table, rows] of [
    [tables.movies, await movies()],
    [tables.flights, await flights()],
  ] as const) {
    process.stdout.write(`Loading ${rows.length.toLocaleString('en-US')} rows into ${table.name} … `);
    table.id = await replaceTable(db, table.name, rows);
    console.log('done');
  }
  console.log(report(await ask(db, tables)));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
