/** A way to reach the backend from a language or tool. */
export interface Snippet {
  id: string;
  label: string;
  code: (address: { url: string; apiKey: string }) => string;
}

const curl = ({ url, apiKey }: { url: string; apiKey: string }) => `# Sign up, log in, list the tables
API=${url}
KEY=${apiKey}
curl $API/users -H "X-API-Key: $KEY" -H "Content-Type: application/json" \\
  -d '{"email": "ada@example.com", "password": "a long password", "firstName": "Ada", "lastName": "Lovelace"}'
curl $API/users/token -H "X-API-Key: $KEY" -H "Content-Type: application/json" \\
  -d '{"email": "ada@example.com", "password": "a long password"}'
curl $API/tables -H "X-API-Key: $KEY" -H "Authorization: Bearer <access_token>"`;

const typescript = ({
  url,
  apiKey,
}: {
  url: string;
  apiKey: string;
}) => `import { SelfDB } from '@selfdb/sdk';

const selfdb = new SelfDB({
  baseUrl: '${url}',
  apiKey: '${apiKey}',
});

await selfdb.auth.login({
  email: 'ada@example.com',
  password: 'a long password',
});
const notes = await selfdb.tables.create({
  name: 'notes',
  table_schema: { title: { type: 'text', nullable: false } },
  realtime_enabled: true,
});
await selfdb.tables.data.insert(notes.id, { title: 'Read the docs' });
const { data } = await selfdb.tables.data.fetch(notes.id);
console.log(data);`;

const python = ({ url, apiKey }: { url: string; apiKey: string }) => `# pip install selfdb
import asyncio
from selfdb import SelfDB

async def main():
    selfdb = SelfDB(base_url="${url}", api_key="${apiKey}")
    await selfdb.auth.login(email="ada@example.com", password="a long password")
    for table in await selfdb.tables.list():
        print(table.name)
    await selfdb.close()

asyncio.run(main())`;

const agent = ({
  url,
  apiKey,
}: {
  url: string;
  apiKey: string;
}) => `You build an application on a SelfDB backend.

- Base URL: ${url}
- Send the header "X-API-Key: ${apiKey}" with every request.
- Read ${url}/openapi.json first: it describes every route, field and error in OpenAPI 3.1.
- Sign users up with POST /users and in with POST /users/token; then send "Authorization: Bearer <access_token>".
- Create tables with POST /tables, read and write rows under /tables/{id}/data. A row with the column user_id belongs to that user.
- Upload files with POST /storage/files/upload, and get changes live at /realtime/socket (Phoenix Channels).
- An error has "detail" (a sentence), "code" and "request_id". Read "detail": it says what to change.
- In TypeScript use the package @selfdb/sdk, in Python the package selfdb.`;

/** The snippets of the home page, in the order of its tabs. */
export const snippets: Snippet[] = [
  { id: 'typescript', label: 'TypeScript', code: typescript },
  { id: 'curl', label: 'curl', code: curl },
  { id: 'python', label: 'Python', code: python },
  { id: 'agent', label: 'AI agent', code: agent },
];
