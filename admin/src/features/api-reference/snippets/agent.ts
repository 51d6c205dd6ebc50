/** An operation or table in the text for an agent. */
interface AgentFacts {
  operations?: readonly { method: string; path: string; title: string }[];
  tables?: readonly {
    name: string;
    id: string;
    access: string;
    columns: readonly { name: string; type: string }[];
  }[];
}

const MAX_TABLES = 50;

function listed(title: string, lines: string[]): string {
  return lines.length === 0 ? '' : `\n\n${title}\n${lines.join('\n')}`;
}

/** What an AI agent must know to build on this backend. */
export function agentText({ url, apiKey }: { url: string; apiKey: string }, facts: AgentFacts = {}): string {
  const { operations = [], tables = [] } = facts;
  return `You build an application on a SelfDB backend.

- Base URL: ${url}
- Send the header "X-API-Key: ${apiKey}" with every request.
- Read ${url}/openapi.json first: it describes every route, field and error in OpenAPI 3.1.
- Sign users up with POST /users and in with POST /users/token; then send "Authorization: Bearer <access_token>".
- Create tables with POST /tables, read and write rows under /tables/{id}/data. A row with the column user_id belongs to that user.
- Upload files with POST /storage/files/upload, and get changes live at /realtime/socket (Phoenix Channels).
- An error has "detail" (a sentence), "code" and "request_id". Read "detail": it says what to change.
- In TypeScript use the package @selfdb/sdk, in Python the package selfdb.${listed('Tables:', [
    ...tables
      .slice(0, MAX_TABLES)
      .map(
        ({ name, id, access, columns }) =>
          `- ${JSON.stringify(name)} (id ${id}, access ${access}): ${columns.map((column) => `${column.name} ${column.type}`).join(', ')}`,
      ),
    ...(tables.length > MAX_TABLES ? ['- and more: GET /tables lists all'] : []),
  ])}${listed(
    'Operations:',
    operations.map(({ method, path, title }) => `- ${method} ${path}: ${title}`),
  )}`;
}
