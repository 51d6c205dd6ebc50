import { createHmac } from 'node:crypto';
import type { CallOptions } from '@selfdb/server/testing/client';
import { value } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from './testing/client.ts';
import { contents, createTable, newName, type OwnTable } from './testing/tables.ts';

let table: OwnTable;
beforeAll(async () => {
  table = await createTable({ n: { type: 'integer' }, t: { type: 'text' }, doc: { type: 'jsonb' } });
});

const path = () => `/tables/${table.id}`;
const send = (method: string, to: string, options: CallOptions) =>
  call(method, to, { token: table.owner.token, ...options });
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const columns = (json: string) => `{"name":"${newName()}","table_schema":${json}}`;

describe.each(['/tables', '/columns', '/data'])('a body for %s', (route) => {
  const to = () => (route === '/tables' ? route : path() + route);

  it.each<[string, string, number]>([
    ['broken', '{"a":', 400],
    ['empty', '', 422],
    ['not JSON', 'name=x', 400],
    ['two documents', '{}{}', 400],
    ['with a number that is none', '{"a":01}', 400],
    ['with a bare NUL', '{"a":"\0"}', 400],
    ['that is a text', '"x"', 422],
    ['that is null', 'null', 422],
    ['ten thousand levels deep', nested(10_000), 422],
    ['a million levels deep', '['.repeat(1_000_000), 422],
    ['deep in a field', `{"doc":${nested(300)}}`, 422],
    ['with an unknown field', '{"nope":1}', 422],
    ['with an unknown field of a dangerous name', '{"__proto__":{"n":1}}', 422],
  ])('%s is refused', async (_what, body, expected) => {
    const answer = await send('POST', to(), { body, headers: { 'Content-Type': 'application/json' } });
    expect([answer.status, answer.text]).toEqual([expected, answer.text]);
  });

  it('of another media type is 415', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'application/jsonx',
    ]) {
      const { status, body } = await send('POST', to(), { body: '{}', headers: { 'Content-Type': type } });
      expect([type, status, body.code]).toEqual([type, 415, 'unsupported_media_type']);
    }
  });

  it('without a media type is 415, and a missing body is refused', async () => {
    const untyped = { body: '{"n":5,"name":"x"}', headers: { 'Content-Type': undefined } };
    const { status, body } = await send('POST', to(), {
      ...untyped,
      body: new Blob([untyped.body]).stream(),
    });
    expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
    const before = await contents(table.name);
    expect((await send('POST', to(), {})).status).toBe(422);
    expect(await contents(table.name)).toEqual(before);
  });

  it('that is not UTF-8 is 400', async () => {
    const { status, body } = await send('POST', to(), { body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) });
    expect([status, body.code]).toEqual([400, 'bad_request']);
  });

  it('over the limit is 413, declared or in chunks', async () => {
    const big = `{"t":"${'x'.repeat(10_485_760)}"}`;
    const declared = await send('POST', to(), {
      body: big,
      headers: { 'Content-Length': String(big.length) },
    });
    expect([declared.status, declared.body.code]).toEqual([413, 'too_large']);
    const chunked = await send('POST', to(), { body: new Blob([big]).stream() });
    expect([chunked.status, chunked.body.code]).toEqual([413, 'too_large']);
  });
});

it('a row slightly below the limit is accepted', async () => {
  const { status } = await send('POST', `${path()}/data`, { json: { t: 'x'.repeat(10_000_000) } });
  expect(status).toBe(201);
});

describe('a table', () => {
  it.each([
    ['T'],
    [''],
    ['1a'],
    ['_a'],
    ['a-b'],
    ['a b'],
    ['"; drop table users; --'],
    ['a"b'],
    ['__proto__'],
    ['a'.repeat(64)],
    ['é'],
    ['a\0'],
    ['a\n'],
    [5],
    [null],
  ])("can't be named %j", async (name) => {
    const { status, body } = await send('POST', '/tables', { json: { name, table_schema: {} } });
    expect([status, body.detail]).toEqual([422, [expect.objectContaining({ loc: ['body', 'name'] })]]);
  });

  it('may be named like an SQL keyword, or with 63 letters', async () => {
    for (const name of ['select', 'user', 'table', `z${newName()}`.padEnd(63, 'x')]) {
      const own = await createTable({ select: { type: 'text' } }, { name });
      expect((await call('GET', `/tables/${own.id}/data`, { token: own.owner.token })).status).toBe(200);
      expect((await call('DELETE', `/tables/${own.id}`, { token: own.owner.token })).status).toBe(200);
    }
  });

  it.each<[string, string]>([
    ['[]', 'table_schema'],
    ['null', 'table_schema'],
    ['"x"', 'table_schema'],
    ['{"a":"text"}', 'a'],
    ['{"a":{}}', 'type'],
    ['{"a":{"type":"monney"}}', 'type'],
    ['{"a":{"type":"text[]["}}', 'type'],
    ['{"a":{"type":"text; drop"}}', 'type'],
    ['{"a":{"type":"text","nope":1}}', 'nope'],
    ['{"a":{"type":"text","nullable":"yes"}}', 'nullable'],
    ['{"":{"type":"text"}}', ''],
    ['{"a\\u0000":{"type":"text"}}', 'a\0'],
    ['{"\\ud800":{"type":"text"}}', '\ud800'],
    [`{"${'x'.repeat(64)}":{"type":"text"}}`, 'x'.repeat(64)],
    [`{"${'é'.repeat(32)}":{"type":"text"}}`, 'é'.repeat(32)],
    ['{"a":{"type":"text","default":"\\u0000"}}', 'default'],
    ['{"a":{"type":"numeric","default":1e400}}', 'default'],
    ['{"a":{"type":"bigint","default":9007199254740993}}', 'default'],
    ['{"a":{"type":"text","references":"no such"}}', 'references'],
    ['{"a":{"type":"text","references":{"table":"x","nope":1}}}', 'references'],
  ])("can't have columns %s", async (schema, named) => {
    const { status, body } = await send('POST', '/tables', { body: columns(schema) });
    expect(status).toBe(422);
    expect(JSON.stringify(body.detail)).toContain(JSON.stringify(named).slice(1, -1));
  });

  it.each([
    '{"xmin":{"type":"text"}}',
    '{"ctid":{"type":"text"}}',
    '{"tableoid":{"type":"text"}}',
    '{"a":{"type":"integer","default":"x"}}',
    '{"a":{"type":"uuid","default":"now()"}}',
    '{"a":{"type":"integer","default":"now()"}}',
    '{"a":{"type":"boolean","default":[1]}}',
    '{"a":{"type":"json","primary_key":true}}',
    '{"a":{"type":"json","unique":true}}',
    '{"a":{"type":"integer","references":"no_such_table"}}',
    '{"a":{"type":"integer","references":"users"}}',
  ])("can't be created with %s, and leaves nothing", async (schema) => {
    const before = await value('select count(*)::int from pg_class');
    const { status, body } = await send('POST', '/tables', { body: columns(schema) });
    expect([status, body.code]).toEqual([422, 'validation_error']);
    expect(await value('select count(*)::int from pg_class')).toBe(before);
  });

  it('has no more than 1,000 declared columns', async () => {
    const many = (count: number) =>
      JSON.stringify(
        Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, { type: 'text' }])),
      );
    expect((await send('POST', '/tables', { body: columns(many(1001)) })).status).toBe(422);
    expect((await send('POST', '/tables', { body: columns(many(1000)) })).status).toBe(201);
  });

  it.each([
    '{"a":"\\u0000"}',
    '{"\\u0000":1}',
    '{"a":["\\ud800"]}',
    '{"a":1e400}',
    '{"a":{"b":[9007199254740993]}}',
    '[]',
    '"x"',
  ])("can't have metadata %s", async (metadata) => {
    const made = { body: `{"name":"${newName()}","table_schema":{},"metadata":${metadata}}` };
    for (const { status, body } of [
      await send('POST', '/tables', made),
      await send('PATCH', path(), { body: `{"metadata":${metadata}}` }),
    ]) {
      expect([status, body.detail]).toEqual([422, [expect.objectContaining({ loc: ['body', 'metadata'] })]]);
    }
  });

  it.each([
    'x',
    '5',
    '018f0000-0000-7000-8000-00000000000',
    '018f0000-0000-7000-8000-00000000000g',
    '%00',
    '..%2f',
  ])("can't have the id %s", async (id) => {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const json = method === 'PATCH' ? { json: {} } : {};
      expect((await send(method, `/tables/${id}`, json)).status).toBe(422);
    }
  });
});

describe('a token', () => {
  const claims = () => ({ sub: table.owner.userId, sid: table.owner.sessionId, use: 'access' });
  const base64url = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const sign = (secret: string, more: Record<string, unknown> = {}, alg = 'HS256') => {
    const text = `${base64url({ alg })}.${base64url({ ...claims(), exp: 4_000_000_000, ...more })}`;
    return `${text}.${createHmac(alg.replace('HS', 'sha'), secret).update(text).digest('base64url')}`;
  };

  it('that is valid is accepted', async () => {
    const token = sign(SECRETS.SECRET_KEY);
    expect((await call('GET', `${path()}/data`, { token })).status).toBe(200);
  });

  it.each<[string, () => string]>([
    ['of no algorithm', () => `${base64url({ alg: 'none' })}.${base64url({ ...claims(), exp: 4e9 })}.`],
    ['of a foreign key', () => sign('another-secret-0123456789-0123456789')],
    ['of another use', () => sign(SECRETS.SECRET_KEY, { use: 'refresh' })],
    ['of another algorithm', () => sign(SECRETS.SECRET_KEY, {}, 'HS512')],
    ['of another user', () => sign(SECRETS.SECRET_KEY, { sub: '018f0000-0000-7000-8000-000000000001' })],
    ['of no session', () => sign(SECRETS.SECRET_KEY, { sid: '018f0000-0000-7000-8000-000000000001' })],
    ['of garbage', () => 'x'],
    ['of nothing', () => ''],
  ])('%s is 401, also on a public table', async (_what, make) => {
    const open = await createTable({}, { public: true });
    const token = make();
    for (const to of [
      `/tables/${open.id}/data`,
      `/tables/${open.id}`,
      '/tables',
      '/tables/count',
      '/system/status',
    ]) {
      const { status, body } = await call('GET', to, { token });
      expect([to, status, body.code]).toEqual([to, 401, 'unauthenticated']);
    }
    expect((await call('POST', `/tables/${open.id}/data`, { token, json: {} })).status).toBe(401);
    expect(await contents(open.name)).toEqual([]);
  });

  it.each(['Basic abc', 'Bearer', 'Bearer ', 'bearer a b', 'Token x'])(
    'sent as "%s" is 401',
    async (header) => {
      const { status } = await call('GET', '/tables', { headers: { Authorization: header } });
      expect(status).toBe(401);
    },
  );
});
