import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { chunksBeyond, LAST_CHUNK, type RawAnswer, rawRequest } from '../clients/raw-http.ts';
import { expectClientError, expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import { createTable, type Table } from '../world/tables.ts';
import { admin, anyone, marker, newUser, system, UNKNOWN_ID } from '../world/users.ts';

const LIMIT_BYTES = 10_485_760;
let table: Table;
let routes: [string, string][];

beforeAll(async () => {
  table = await createTable(admin);
  routes = [
    ['POST', '/users/'],
    ['POST', '/users/token'],
    ['PATCH', '/users/me'],
    ['POST', '/tables/'],
    ['PATCH', `/tables/${table.id}`],
    ['POST', `/tables/${table.id}/columns`],
    ['POST', `/tables/${table.id}/data`],
    ['POST', '/sql/query'],
    ['POST', '/sql/snippets'],
    ['POST', '/storage/buckets/'],
    ['PATCH', `/storage/buckets/${UNKNOWN_ID}`],
    ['POST', '/storage/files/move'],
    ['POST', '/storage/files/delete'],
    ['PATCH', `/storage/files/${UNKNOWN_ID}`],
    ['POST', `/storage/files/${UNKNOWN_ID}/sign`],
  ];
});

const head = (method: string, path: string, ...more: string[]) => [
  `${method} ${path} HTTP/1.1`,
  `Host: ${new URL(system.baseUrl).host}`,
  `X-API-Key: ${system.apiKey}`,
  // Without it most routes answer 401 before they read the body.
  ...(path.startsWith('/users/') ? [] : [`Authorization: Bearer ${inject('adminToken')}`]),
  'Content-Type: application/json',
  ...more,
];

function expectTooLarge(answer: RawAnswer): void {
  expect(answer.status, answer.head).toBe(413);
  expect(answer.head.toLowerCase()).toContain('x-request-id:');
}

describe('the body of a request', () => {
  it('that is not JSON is 400 everywhere', async () => {
    for (const [method, path] of routes) {
      for (const body of ['{', '{"a":}', 'nonsense', '{"a":1}}', "{'a':1}"]) {
        expectProblem(
          await admin.call(method, path, { body, headers: { 'Content-Type': 'application/json' } }),
          400,
        );
      }
    }
  });

  it('of another media type is 415 everywhere', async () => {
    for (const [method, path] of routes) {
      for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x']) {
        expectProblem(await admin.call(method, path, { body: '{}', headers: { 'Content-Type': type } }), 415);
      }
    }
  });

  it('as a form is 415 where no form is taken', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expectProblem(await admin.call('POST', '/tables/', { body: 'name=x', headers }), 415);
  });

  it('without any content type is refused, not guessed', async () => {
    const body = new Blob([JSON.stringify(newUser())]);
    expectClientError(await anyone.call('POST', '/users/', { body }));
  });

  it.each([
    'application/json; charset=utf-8',
    'application/json;',
    'application/json ; charset="UTF-8"',
    'application/json;; a="b;c"',
  ])('may come as %s', async (type) => {
    const headers = { 'Content-Type': type };
    expectStatus(await anyone.call('POST', '/users/', { body: JSON.stringify(newUser()), headers }), 201);
    const row = { body: '{"title":"x"}', headers };
    expectStatus(await admin.call('POST', `/tables/${table.id}/data`, row), 201);
    const bucket = { body: JSON.stringify({ name: marker('b').replace('_', '-') }), headers };
    expectStatus(await admin.call('POST', '/storage/buckets/', bucket), 201);
    const query = { body: '{"query":"select 1"}', headers };
    expectStatus(await admin.call('POST', '/sql/query', query), 200);
  });

  it('as a form may name UTF-8, and nothing else', async () => {
    const login = async (type: string) =>
      anyone.call('POST', '/users/token', {
        body: 'username=nobody%40example.com&password=x',
        headers: { 'Content-Type': `application/x-www-form-urlencoded${type}` },
      });
    for (const type of ['', ';', '; charset=utf-8', ' ; charset="utf-8"']) {
      expectProblem(await login(type), 401);
    }
    expectProblem(await login('; charset=iso-8859-1'), 415);
  });

  it('in a charset other than UTF-8 is 415 everywhere', async () => {
    for (const [method, path] of routes) {
      const headers = { 'Content-Type': 'application/json; charset=iso-8859-1' };
      expectProblem(await admin.call(method, path, { body: '{}', headers }), 415);
    }
  });

  it('that is compressed is 415 everywhere, also when it is text by mistake', async () => {
    for (const [method, path] of routes) {
      for (const body of [gzipSync('{}'), '{}']) {
        const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
        const answer = await admin.call(method, path, { body, headers });
        expectProblem(answer, 415);
        expect(answer.body).toMatchObject({
          detail: 'Send the body uncompressed, without Content-Encoding.',
        });
        expect(answer.headers.get('accept-encoding')).toBe('identity');
      }
    }
  });

  it('that is JSON but no object is a client error everywhere', async () => {
    for (const [method, path] of routes) {
      for (const json of [null, 'text', 5, true])
        expectProblem(await admin.call(method, path, { json }), 400, 422);
    }
  });

  it('that is missing is named everywhere', async () => {
    for (const [method, path] of routes) {
      for (const headers of [{ 'Content-Type': 'application/json' }, {}]) {
        const answer = await admin.call<{ detail: unknown }>(method, path, { headers });
        expectProblem(answer, 422);
        expect(answer.body.detail).toMatchObject([{ loc: ['body'] }]);
      }
    }
  });

  it('that is not UTF-8 is a client error', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"title":"'),
      Buffer.from([0xff, 0xfe, 0xc3]),
      Buffer.from('"}'),
    ]);
    const headers = { 'Content-Type': 'application/json' };
    const answer = await admin.call('POST', `/tables/${table.id}/data`, { body: bytes, headers });
    expectProblem(answer, 400, 422);
  });

  it('with an unknown field is 422 naming the field', async () => {
    expectInvalid(await anyone.post('/users/', { ...newUser(), nickname: 'x' }), 'body', 'nickname');
    expectInvalid(
      await anyone.post('/users/token', { email: 'a@example.com', password: 'x', otp: 1 }),
      'body',
      'otp',
    );
    expectInvalid(await admin.patch('/users/me', { firstName: 'A', shoe: 43 }), 'body', 'shoe');
    expectInvalid(await admin.patch(`/tables/${table.id}`, { colour: 'red' }), 'body', 'colour');
    expectInvalid(
      await admin.post(`/tables/${table.id}/columns`, { name: 'a', type: 'text', x: 1 }),
      'body',
      'x',
    );
    expectInvalid(await admin.post('/sql/query', { query: 'select 1', explain: true }), 'body', 'explain');
  });

  it('with hundreds of thousands of unknown fields is answered shortly', async () => {
    const fields = JSON.stringify(
      Object.fromEntries(Array.from({ length: 700_000 }, (_, i) => [`k${i}`, 1])),
    );
    const headers = { 'Content-Type': 'application/json' };
    for (const path of ['/users/', '/users/token', '/tables/', `/tables/${table.id}/data`, '/sql/query']) {
      for (const caller of [anyone, admin]) {
        const { status, text } = await caller.call('POST', path, { body: fields, headers });
        expect([401, 404, 413, 422]).toContain(status);
        expect(text.length).toBeLessThan(1000);
      }
    }
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`k${i}`, 1]));
    for (const path of ['/users/', '/users/token', '/tables/']) {
      const answer = await admin.post<{ detail: unknown[] }>(path, many);
      expectProblem(answer, 422);
      expect(answer.body.detail).toHaveLength(20);
    }
  });
});

describe('a body that can not be read', () => {
  it.each([
    ['whose chunk has no length', 'zz\r\n{"a":1}\r\n0\r\n\r\n'],
    ['whose chunk is longer than its length', '3\r\n{"a":1}\r\n0\r\n\r\n'],
  ])('%s is 400', async (_name, body) => {
    for (const path of ['/users/', '/users/token', '/tables/', '/sql/query']) {
      const request = head('POST', path, 'Transfer-Encoding: chunked');
      const answer = await rawRequest(system.baseUrl, request, [body]);
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });
});

describe('a body over the limit', () => {
  it('is 413 as soon as its length is declared', async () => {
    const open = ['/users/', '/users/token', '/tables/', `/tables/${table.id}/data`, '/sql/query'];
    for (const path of [...open, '/storage/buckets/', '/storage/files/delete']) {
      expectTooLarge(
        await rawRequest(system.baseUrl, head('POST', path, `Content-Length: ${LIMIT_BYTES + 1}`), ['{']),
      );
    }
  });

  it('is 413 when it comes in chunks of unknown length', async () => {
    for (const path of ['/users/', '/tables/', `/tables/${table.id}/data`, '/storage/buckets/']) {
      const request = head('POST', path, 'Transfer-Encoding: chunked');
      expectTooLarge(await rawRequest(system.baseUrl, request, chunksBeyond(LIMIT_BYTES), LAST_CHUNK));
    }
  });

  it('is refused just as clearly to a client that goes on sending', async () => {
    for (const path of ['/users/', '/tables/']) {
      const request = head('POST', path, 'Transfer-Encoding: chunked');
      for (let round = 0; round < 5; round += 1) {
        const long = () => chunksBeyond(2 * LIMIT_BYTES);
        expectTooLarge(await rawRequest(system.baseUrl, request, long(), LAST_CHUNK));
        const keyless = request.filter((line) => !line.startsWith('X-API-Key'));
        expect((await rawRequest(system.baseUrl, keyless, long(), LAST_CHUNK)).status).toBe(401);
      }
    }
  });

  it('is not even read for an anonymous caller of a route that needs a token', async () => {
    for (const path of ['/tables/', '/sql/query', '/sql/snippets', '/storage/buckets/']) {
      const body = 'x'.repeat(1000);
      const headers = { 'Content-Type': 'application/json' };
      expectProblem(await anyone.call('POST', path, { body, headers }), 401);
    }
  });

  it('leaves the server serving', async () => {
    expectStatus(await admin.get('/users/me'), 200);
  });

  it('and one just under it is read', async () => {
    const title = 'x'.repeat(LIMIT_BYTES - 1000);
    expectStatus(await admin.post(`/tables/${table.id}/data`, { title }), 201);
  });
});
