import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, inject, it } from 'vitest';
import { expectStatus } from '../expectations.ts';
import { admin, marker } from '../world/users.ts';

const { baseUrl, environment } = inject('system');
const host = environment?.FUNCTIONS_HOST;

/** Like a browser that knows the name: node resolves no names below localhost. */
async function browse(path: string) {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const { port } = new URL(baseUrl);
    request({ host: '127.0.0.1', port, path, headers: { Host: host } }, resolve)
      .on('error', reject)
      .end();
  });
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

async function save(isPublic: boolean): Promise<string> {
  const name = marker('page');
  const code = `export default { fetch: ({ url }) => new Response(url, { headers: { 'Content-Type': 'text/html' } }) }`;
  expectStatus(await admin.post('/functions/', { name, code, public: isPublic }), 201);
  return name;
}

it.skipIf(!host)('a public function is a site of its own on FUNCTIONS_HOST', async () => {
  const name = await save(true);
  for (const path of [`/${name}`, `/${name}/`, `/${name}/a/b?c=1`]) {
    const { status, headers, body } = await browse(path);
    expect([status, body]).toEqual([200, `http://${host}${path}`]);
    expect(headers['content-security-policy']).toBeUndefined();
  }
  const inTheApi = await admin.get(`/functions/${name}/invoke`);
  expect(inTheApi.headers.get('content-security-policy')).toMatch(/^sandbox /);
});

it.skipIf(!host)('nothing else is there', async () => {
  const paths = [
    '/',
    `/${await save(false)}`,
    '/users/me',
    '/health',
    '/openapi.json',
    '/functions/',
    '/..%2fhealth',
  ];
  for (const path of paths) expect((await browse(path)).status, path).toBe(404);
});
