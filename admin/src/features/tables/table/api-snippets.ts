import type { ColumnInfo, TableInfo } from '../table-types.ts';

/** A way to use a table from a language. */
export interface TableSnippet {
  id: string;
  label: string;
  code: (use: TableUse) => string;
}

interface TableUse {
  url: string;
  apiKey: string;
  table: TableInfo;
}

/** Values for the columns that a new row needs; with none needed, for the first that has no default. */
export function exampleRow(columns: ColumnInfo[]): Record<string, unknown> {
  const given = columns.filter(
    ({ default: byDefault, primary_key }) => byDefault === undefined && !primary_key,
  );
  const needed = given.filter(({ nullable }) => !nullable);
  const shown = needed.length > 0 ? needed : given.slice(0, 1);
  return Object.fromEntries(shown.map((column) => [column.name, exampleValue(column)]));
}

function exampleValue(column: ColumnInfo): unknown {
  const { type } = column;
  if (type.endsWith('[]')) return [];
  if (/^(?:smallint|integer|bigint)/.test(type)) return 1;
  if (/^(?:numeric|real|double)/.test(type)) return 1.5;
  if (type === 'boolean') return true;
  if (type === 'uuid') return '00000000-0000-0000-0000-000000000000';
  if (type.startsWith('timestamp')) return '2026-01-31T12:00:00Z';
  if (type === 'date') return '2026-01-31';
  return type === 'json' || type === 'jsonb' ? {} : 'text';
}

const curl = ({ url, apiKey, table }: TableUse) => `API=${url}
KEY=${apiKey}
TABLE=${table.id}
# Read rows. A table that is not public also needs: -H "Authorization: Bearer <access_token>"
curl "$API/tables/$TABLE/data?page_size=20" -H "X-API-Key: $KEY"
# Add a row
curl "$API/tables/$TABLE/data" -H "X-API-Key: $KEY" -H "Content-Type: application/json" \\
  -d '${JSON.stringify(exampleRow(table.columns)).replaceAll("'", "'\\''")}'`;

const typescript = ({ url, apiKey, table }: TableUse) => `import { SelfDB } from '@selfdb/sdk';

const selfdb = new SelfDB({ baseUrl: '${url}', apiKey: '${apiKey}' });
await selfdb.auth.login({ email: 'ada@example.com', password: 'a long password' });

const table = selfdb.table(${quoted(table.name)});
const page = await table.query().pageSize(20).execute();
console.log(page.data);

await table.insert(${scriptLiteral(exampleRow(table.columns))});`;

const NAME = /^[A-Za-z_$][\w$]*$/;

function scriptLiteral(row: Record<string, unknown>): string {
  const items = Object.entries(row).map(([name, value]) => {
    const shown = typeof value === 'string' ? quoted(value) : JSON.stringify(value);
    return `${NAME.test(name) ? name : quoted(name)}: ${shown}`;
  });
  return `{ ${items.join(', ')} }`;
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const python = ({ url, apiKey, table }: TableUse) => `import requests

api = "${url}"
headers = {"X-API-Key": "${apiKey}"}
token = requests.post(f"{api}/users/token", headers=headers,
                      json={"email": "ada@example.com", "password": "a long password"}).json()
headers["Authorization"] = f"Bearer {token['access_token']}"

rows = f"{api}/tables/${table.id}/data"  # ${table.name}
print(requests.get(rows, headers=headers, params={"page_size": 20}).json()["data"])
requests.post(rows, headers=headers, json=${pythonLiteral(exampleRow(table.columns))}).raise_for_status()`;

function pythonLiteral(row: Record<string, unknown>): string {
  const items = Object.entries(row).map(([name, value]) => {
    return `${JSON.stringify(name)}: ${value === true ? 'True' : JSON.stringify(value)}`;
  });
  return `{${items.join(', ')}}`;
}

export const tableSnippets: TableSnippet[] = [
  { id: 'typescript', label: 'TypeScript', code: typescript },
  { id: 'python', label: 'Python', code: python },
  { id: 'curl', label: 'curl', code: curl },
];
