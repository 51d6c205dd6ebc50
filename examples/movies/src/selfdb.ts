export interface Connection {
  baseUrl: string;
  apiKey: string;
  email: string;
  password: string;
}

interface Page<Row> {
  data: Row[];
  total: number | null;
  next_cursor: string | null;
}

interface SqlResult {
  columns: { name: string; type: string }[];
  rows: unknown[][];
}

interface RowQuery {
  filter?: object;
  search?: string;
  select?: string;
  sort_by?: string;
  sort_order?: 'asc' | 'desc';
  page_size?: number;
  cursor?: string;
  count?: 'exact' | 'estimated' | 'none';
}

export interface SelfDb {
  request<Body>(method: string, path: string, body?: unknown): Promise<Body>;
  /** One page of a table's rows. */
  page<Row>(tableId: string, query: RowQuery): Promise<Page<Row>>;
  /** Every matching row, page after page. Each page begins where the one before it ended. */
  walk<Row>(tableId: string, query: RowQuery): AsyncGenerator<Row>;
  /** The rows of one SQL statement. */
  sql(query: string, params?: unknown[]): Promise<unknown[][]>;
}

async function send(
  url: string,
  headers: Record<string, string>,
  method: string,
  body: unknown,
): Promise<string> {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${url.split('?')[0]}: ${response.status} ${text.slice(0, 500)}`);
  return text;
}

function rowsPath(tableId: string, query: RowQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    parameters.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return `/tables/${tableId}/data?${parameters}`;
}

/** Logs in and gives the few calls that this example needs. */
export async function connect({ baseUrl, apiKey, email, password }: Connection): Promise<SelfDb> {
  const key = { 'X-API-Key': apiKey };
  const { access_token } = JSON.parse(await send(`${baseUrl}/users/token`, key, 'POST', { email, password }));
  const headers = { ...key, Authorization: `Bearer ${access_token}` };

  async function request<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const text = await send(baseUrl + path, headers, method, body);
    return JSON.parse(text || 'null');
  }
  const page = <Row>(tableId: string, query: RowQuery) => request<Page<Row>>('GET', rowsPath(tableId, query));
  async function* walk<Row>(tableId: string, query: RowQuery): AsyncGenerator<Row> {
    let next: string | null = null;
    do {
      const { data, next_cursor }: Page<Row> = await page<Row>(tableId, {
        ...query,
        ...(next === null ? {} : { cursor: next }),
      });
      yield* data;
      next = next_cursor;
    } while (next !== null);
  }
  const sql = async (query: string, params: unknown[] = []) => {
    const answer = await request<{ results: SqlResult[] }>('POST', '/sql/query', {
      query,
      params,
      read_only: true,
    });
    return answer.results[0]?.rows ?? [];
  };
  return { request, page, walk, sql };
}
