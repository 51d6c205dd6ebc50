import { createServer, type ServerResponse } from 'node:http';
import pg from 'pg';
import { listStatements } from '../statements/list-statements.ts';
import { selectRow } from '../statements/row-statement.ts';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const rowPath = '/rows/';
const listPath = '/lists/';
const lists = new Map(Object.entries(listStatements));

interface Found {
  body: string;
  total?: string;
}

async function answer(
  response: ServerResponse,
  statement: pg.QueryConfig,
  write: (found: Found) => string,
): Promise<void> {
  try {
    const { rows } = await pool.query<Found>(statement);
    response.writeHead(rows[0] ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(rows[0] ? write(rows[0]) : '{}');
  } catch {
    response.writeHead(500).end();
  }
}

const server = createServer((request, response) => {
  const { url = '' } = request;
  const list = url.startsWith(listPath) ? lists.get(url.slice(listPath.length)) : undefined;
  if (url.startsWith(rowPath)) {
    const values = [url.slice(rowPath.length)];
    void answer(response, { name: 'row', text: selectRow, values }, ({ body }) => body);
  } else if (list) {
    const { text, values } = list;
    void answer(
      response,
      { name: url, text, values },
      ({ body, total }) => `{"data":${body},"total":${total}}`,
    );
  } else response.writeHead(404).end();
});
server.listen(Number(process.env.PORT), '127.0.0.1');
