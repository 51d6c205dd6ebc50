import { z } from 'zod';
import type { RemoteAccess } from '../remote-access.ts';
import { UserError } from '../user-error.ts';
import type { TypedTable } from './print-schema.ts';

const PAGE = 100;

const Tokens = z.object({ access_token: z.string() });
const Column = z.object({
  type: z.string(),
  nullable: z.boolean(),
  default: z.unknown().optional(),
  primary_key: z.boolean().optional(),
});
const Table = z.object({
  name: z.string(),
  table_schema: z.record(z.string(), Column),
  truncated: z.boolean().optional(),
});
const Refusal = z.object({ detail: z.string() });

/** The tables that a user may read, through the API. */
export async function readTablesAt({ url, apiKey, email, password }: RemoteAccess): Promise<TypedTable[]> {
  const base = url.endsWith('/') ? url.slice(0, -1) : url;
  const headers = { 'X-API-Key': apiKey, 'Content-Type': 'application/json' };
  const login = { method: 'POST', headers, body: JSON.stringify({ email, password }) };
  const { access_token } = Tokens.parse(await ask(`${base}/users/token`, login));
  const authorized = { headers: { ...headers, Authorization: `Bearer ${access_token}` } };
  const tables: TypedTable[] = [];
  for (let skip = 0; ; skip += PAGE) {
    const query = `sort_by=created_at&sort_order=asc&limit=${PAGE}&skip=${skip}`;
    const page = z.array(Table).parse(await ask(`${base}/tables?${query}`, authorized));
    tables.push(...page.map(toTypedTable));
    if (page.length < PAGE) return tables;
  }
}

function toTypedTable({ name, table_schema, truncated }: z.infer<typeof Table>): TypedTable {
  if (truncated)
    throw new UserError(
      `The table ${name} is too large to be listed with others. Use \`./selfdb types\` on its machine.`,
    );
  const columns = Object.entries(table_schema).map(([column, { type, nullable, primary_key, ...rest }]) => ({
    name: column,
    type,
    nullable,
    // The API does not tell identity columns, which are mostly keys.
    hasDefault: rest.default !== undefined || (primary_key === true && /int/.test(type)),
    isGenerated: false,
  }));
  return { name, columns };
}

async function ask(url: string, init: RequestInit): Promise<unknown> {
  const answer = await fetch(url, init).catch((cause) => {
    throw new UserError(`${new URL(url).origin} can't be reached.`, { cause });
  });
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return body;
  const said = Refusal.safeParse(body).data?.detail ?? `It answered with the status ${answer.status}.`;
  throw new UserError(`${new URL(url).origin} refused: ${said}`);
}
