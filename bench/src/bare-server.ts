import { createServer, type ServerResponse } from 'node:http';
import pg from 'pg';
import { selectRow } from './row-statement.ts';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const path = '/rows/';

async function answerRow(id: string, response: ServerResponse): Promise<void> {
  try {
    const { rows } = await pool.query<{ body: string }>({ name: 'row', text: selectRow, values: [id] });
    response.writeHead(rows[0] ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(rows[0]?.body ?? '{}');
  } catch {
    response.writeHead(500).end();
  }
}

const server = createServer((request, response) => {
  const { url = '' } = request;
  if (url.startsWith(path)) void answerRow(url.slice(path.length), response);
  else response.writeHead(404).end();
});
server.listen(Number(process.env.PORT), '127.0.0.1');
