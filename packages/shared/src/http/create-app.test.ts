import { createRoute, z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { signAccessToken, signRefreshToken } from '../auth/tokens.ts';
import { AppError } from '../errors.ts';
import { errors, json, jsonBody } from '../routes/contract.ts';
import { authenticate, requireApiKey, requireToken } from './authenticate.ts';
import { limitBody } from './body-limit.ts';
import { createApp } from './create-app.ts';
import { readJsonBody } from './json-body.ts';
import { jsonText } from './json-text.ts';

const SETTINGS = {
  DATABASE_URL: 'postgres://user:password@db.invalid/name',
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
  CORS_ORIGINS: 'https://one.example, https://two.example',
  MAX_BODY_BYTES: '1000',
  LOG_LEVEL: 'error',
};

const Thing = z.strictObject({ name: z.string(), size: z.int().optional() });
const path = '/things';
const answer = json(z.any(), 'x');
const listThings = createRoute({
  method: 'get',
  path,
  request: { query: z.strictObject({ page: z.string().optional() }) },
  responses: { 200: answer, ...errors(401) },
});
const createThing = createRoute({
  method: 'post',
  path,
  request: { body: jsonBody(Thing) },
  responses: { 201: answer, ...errors(400, 401, 413, 415) },
});
const getThing = createRoute({
  method: 'get',
  path: '/things/{id}',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: answer, ...errors(401) },
});

const app = createApp('test');
app.get('/open', (c) => c.json({ open: true }));
app.use(requireApiKey());
app.use(authenticate());
app.use(limitBody());
app.use(readJsonBody());
app.openapi(listThings, (c) => c.json({ principal: c.get('principal'), query: c.req.valid('query') }, 200));
app.openapi(createThing, async (c) => c.json({ read: c.req.valid('json'), text: await c.req.text() }, 201));
app.openapi(getThing, (c) => jsonText(c, `{"id":${JSON.stringify(c.req.valid('param').id)}}`, 200));
app.get('/mine', requireToken(), (c) => c.json(c.get('principal')));
app.get('/broken/:how', (c) => {
  const how = c.req.param('how');
  if (how === 'bug') throw new Error('postgres://user:password@db.invalid at line 5');
  if (how === 'busy') throw new AppError('unavailable', 'Later.', { retryAfterSeconds: 7 });
  throw new AppError('sql_error', 'No.', { fields: { sqlstate: '42P01' } });
});

interface Options {
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
}

async function call(to: string, { method = 'GET', headers = {}, body }: Options = {}) {
  const all = { 'X-API-Key': SETTINGS.API_KEY, ...headers };
  const init = { method, headers: all, ...(body === undefined ? {} : { body }) };
  const response = await app.request(`http://test${to}`, init, SETTINGS);
  const text = await response.text();
  const type = response.headers.get('Content-Type');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text && type ? JSON.parse(text) : undefined,
  };
}

const post = (body: BodyInit, headers: Record<string, string> = { 'Content-Type': 'application/json' }) =>
  call(path, { method: 'POST', body, headers });

describe('every answer', () => {
  it.each<[string, string, Options, number]>([
    ['of a route', path, {}, 200],
    ['that Postgres made', '/things/5', {}, 200],
    ['without a body', path, { method: 'HEAD' }, 200],
    ['of no route', '/nope', {}, 404],
    ['of another method', path, { method: 'DELETE' }, 405],
    [
      'to a preflight',
      path,
      {
        method: 'OPTIONS',
        headers: { Origin: 'https://one.example', 'Access-Control-Request-Method': 'POST' },
      },
      204,
    ],
    ['to a wrong key', path, { headers: { 'X-API-Key': 'x' } }, 401],
    ['to wrong input', `${path}?x=1`, {}, 422],
    [
      'to broken JSON',
      path,
      { method: 'POST', body: '{', headers: { 'Content-Type': 'application/json' } },
      400,
    ],
    ['of a bug', '/broken/bug', {}, 500],
  ])('%s has its id and nosniff', async (_what, to, options, status) => {
    const { headers, ...rest } = await call(to, {
      ...options,
      headers: { 'X-Request-Id': 'mine-1', ...options.headers },
    });
    expect(rest.status).toBe(status);
    expect(headers.get('X-Request-Id')).toBe('mine-1');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    if (status >= 400) expect(rest.body).toMatchObject({ code: expect.any(String), request_id: 'mine-1' });
  });

  it.each(['', 'a b', 'a"b', 'x'.repeat(129), '<script>', 'é', '{"a":1}'])(
    'has an id of our own instead of %j',
    async (sent) => {
      const { headers } = await call(path, { headers: { 'X-Request-Id': sent } });
      expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('has another id each time', async () => {
    const ids = [await call(path), await call(path)].map(({ headers }) => headers.get('X-Request-Id'));
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('a path', () => {
  it('answers with and without a slash at its end, without a redirect', async () => {
    for (const to of [path, `${path}/`, '/things/5', '/things/5/', `${path}/?page=2`])
      expect((await call(to)).status).toBe(200);
    expect((await call('/things/5/')).body).toEqual({ id: '5' });
  });

  it('that is not there is 404', async () => {
    for (const to of ['/nope', '/', '//', '/things/5/more', '/__proto__']) {
      expect((await call(to)).body).toMatchObject({
        code: 'not_found',
        detail: 'There is nothing at this path.',
      });
    }
  });

  it('names its methods when another one is used', async () => {
    for (const [method, to, allow] of [
      ['DELETE', path, 'GET, HEAD, POST'],
      ['PUT', `${path}/`, 'GET, HEAD, POST'],
      ['POST', '/things/5', 'GET, HEAD'],
      ['PATCH', '/open', 'GET, HEAD'],
      ['OPTIONS', path, 'GET, HEAD, POST'],
    ] as const) {
      const { status, headers, body } = await call(to, { method });
      expect([method, status, headers.get('Allow'), body.code]).toEqual([
        method,
        405,
        allow,
        'method_not_allowed',
      ]);
    }
  });

  it('answers HEAD as GET, without the body', async () => {
    const { status, text, headers } = await call('/things/5', { method: 'HEAD' });
    expect([status, text, headers.get('Content-Type')]).toEqual([200, '', 'application/json']);
  });
});

describe('input', () => {
  it.each(['x', '__proto__', 'constructor', 'page%00', 'Page'])(
    'an unknown parameter "%s" is 422 and named',
    async (name) => {
      const { status, body } = await call(`${path}?${name}=1`);
      expect([status, body.code]).toEqual([422, 'validation_error']);
      expect(body.detail).toEqual([
        { loc: ['query', decodeURIComponent(name)], msg: expect.any(String), type: 'unknown_field' },
      ]);
    },
  );

  it('names every unknown field and every wrong one', async () => {
    const { status, body } = await post('{"name":5,"size":"x","a":1,"__proto__":{"name":"x"}}');
    expect(status).toBe(422);
    expect(body.detail.map(({ loc }: { loc: string[] }) => loc.join('.')).sort()).toEqual([
      'body.__proto__',
      'body.a',
      'body.name',
      'body.size',
    ]);
  });

  it('is read, and its text kept as it came', async () => {
    const text = '{ "name" : "\u00e9\\u00e9", "size": 1.0 }';
    const { status, body } = await post(text);
    expect([status, body]).toEqual([201, { read: { name: 'éé', size: 1 }, text }]);
    expect((await post(new TextEncoder().encode(`\ufeff${text}`))).status).toBe(201);
    for (const type of [
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/merge-patch+json',
    ]) {
      expect([type, (await post(text, { 'Content-Type': type })).status]).toEqual([type, 201]);
    }
  });

  it.each(['{', '', '{"name":"x"}}', "{'name':1}", '{"name":"\n"}', 'undefined'])(
    '%j is 400',
    async (text) => {
      expect(await post(text)).toMatchObject({
        status: 400,
        body: { code: 'bad_request', detail: expect.stringMatching(/JSON/) },
      });
    },
  );

  it('that is not UTF-8 is 400', async () => {
    for (const bytes of [
      [0xff],
      [0x22, 0xc3, 0x28, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0xfe, 0xff, 0x00, 0x22],
    ]) {
      expect(await post(new Uint8Array(bytes))).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    }
  });

  it('of another type, or of none, is 415', async () => {
    for (const type of [
      'text/plain',
      'application/jsonx',
      'text/json',
      'multipart/form-data; boundary=x',
      'x',
    ]) {
      const { status, body } = await post('{"name":"x"}', { 'Content-Type': type });
      expect([type, status, body.code]).toEqual([type, 415, 'unsupported_media_type']);
    }
    const { status } = await post(new TextEncoder().encode('{"name":"x"}'), {});
    expect(status).toBe(415);
    expect((await call(path, { method: 'POST' })).status).toBe(422);
  });

  it('over the limit is 413, whether its length is declared or not', async () => {
    const text = `{"name":"${'x'.repeat(1000)}"}`;
    const declared = await post(text, {
      'Content-Type': 'application/json',
      'Content-Length': String(text.length),
    });
    expect(declared).toMatchObject({
      status: 413,
      body: { code: 'too_large', detail: 'The body is larger than 1000 bytes.' },
    });
    const chunked = await post(chunks('x'.repeat(400), 5));
    expect(chunked).toMatchObject({ status: 413, body: { code: 'too_large' } });
    expect((await post(chunks(`{"name":"${'x'.repeat(900)}"}`, 1))).status).toBe(201);
  });

  it('that is over the limit is not read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(500).fill(32));
        if (sent > 1000) controller.close();
      },
    });
    expect((await post(endless)).status).toBe(413);
    expect(sent).toBeLessThan(20);
  });

  it('that is deep is 422, however deep', async () => {
    const deep = (depth: number) => post(`${'['.repeat(depth)}${']'.repeat(depth)}`);
    expect(await deep(201)).toMatchObject({ status: 422, body: { detail: [{ type: 'nesting' }] } });
    expect(await deep(499)).toMatchObject({ status: 422, body: { detail: [{ type: 'nesting' }] } });
  });
});

function chunks(text: string, times: number): ReadableStream<Uint8Array> {
  let left = times;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new TextEncoder().encode(text));
      else controller.close();
    },
  });
}

describe('the API key', () => {
  it.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['empty', { 'X-API-Key': '' }],
    ['wrong', { 'X-API-Key': 'wrong' }],
    ['cut', { 'X-API-Key': SETTINGS.API_KEY.slice(0, -1) }],
    ['longer', { 'X-API-Key': `${SETTINGS.API_KEY}x` }],
    ['twice itself', { 'X-API-Key': SETTINGS.API_KEY.repeat(2) }],
  ])('%s is 401', async (_what, headers) => {
    const response = await app.request('http://test/things', { headers }, SETTINGS);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      code: 'unauthenticated',
      detail: expect.stringMatching(/API key/),
    });
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
  });

  it('is not needed for what stands before it', async () => {
    expect((await app.request('http://test/open', {}, SETTINGS)).status).toBe(200);
  });
});

describe('the token', () => {
  const principal = { kind: 'user' as const, userId: crypto.randomUUID(), sessionId: crypto.randomUUID() };
  const bearer = (header: string) => call('/mine', { headers: { Authorization: header } });

  it('says who calls', async () => {
    const token = await signAccessToken(SETTINGS.SECRET_KEY, principal, 60);
    expect((await bearer(`Bearer ${token}`)).body).toEqual(principal);
    expect((await bearer(`bearer  ${token} `)).body).toEqual(principal);
    expect((await call(path)).body.principal).toEqual({ kind: 'anonymous' });
  });

  it('is needed where it is, before the input is looked at', async () => {
    expect(await call('/mine')).toMatchObject({ status: 401, body: { detail: 'Log in to do this.' } });
  });

  it('that is wrong is 401, never anonymous', async () => {
    const claims = { userId: principal.userId, sessionId: principal.sessionId, tokenId: crypto.randomUUID() };
    const wrong = [
      '',
      'Bearer',
      'Bearer ',
      'Basic eDp5',
      'Bearer a b',
      'Bearer x',
      'Bearer a.b.c',
      `Bearer ${await signAccessToken(SETTINGS.SECRET_KEY, principal, -1)}`,
      `Bearer ${await signAccessToken(SETTINGS.INTERNAL_SECRET, principal, 60)}`,
      `Bearer ${await signRefreshToken(SETTINGS.SECRET_KEY, claims, 60)}`,
    ];
    for (const header of wrong) {
      const { status, body } = await call(path, { headers: { Authorization: header } });
      expect([header, status, body.code]).toEqual([header, 401, 'unauthenticated']);
    }
  });
});

describe('other origins', () => {
  const preflight = (Origin: string) =>
    call(path, {
      method: 'OPTIONS',
      headers: {
        Origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'x-api-key',
      },
    });

  it('that are listed may call, and read the headers they need', async () => {
    const { status, headers } = await preflight('https://two.example');
    expect([status, headers.get('Access-Control-Allow-Origin')]).toEqual([204, 'https://two.example']);
    expect(headers.get('Access-Control-Allow-Methods')).toContain('PATCH');
    expect(headers.get('Access-Control-Allow-Headers')).toContain('x-api-key');
    const answered = await call(path, { headers: { Origin: 'https://one.example' } });
    expect(answered.headers.get('Access-Control-Allow-Origin')).toBe('https://one.example');
    expect(answered.headers.get('Access-Control-Expose-Headers')).toContain('X-Request-Id');
    const refused = await call(path, { headers: { Origin: 'https://one.example', 'X-API-Key': 'x' } });
    expect([refused.status, refused.headers.get('Access-Control-Allow-Origin')]).toEqual([
      401,
      'https://one.example',
    ]);
  });

  it('that are not listed get no permission', async () => {
    for (const Origin of [
      'https://evil.example',
      'null',
      'https://one.example.evil.example',
      'http://one.example',
    ]) {
      expect((await preflight(Origin)).headers.get('Access-Control-Allow-Origin')).toBeNull();
      expect(
        (await call(path, { headers: { Origin } })).headers.get('Access-Control-Allow-Origin'),
      ).toBeNull();
    }
  });
});

describe('an error', () => {
  it('that is a bug tells nothing', async () => {
    const { status, body, text } = await call('/broken/bug');
    expect([status, body]).toEqual([
      500,
      { detail: 'Internal server error', code: 'internal', request_id: expect.any(String) },
    ]);
    expect(text).not.toMatch(/password|db\.invalid|line/);
  });

  it('says when to try again, and what else it knows', async () => {
    const busy = await call('/broken/busy');
    expect([busy.status, busy.headers.get('Retry-After')]).toEqual([503, '7']);
    expect((await call('/broken/sql')).body).toMatchObject({
      code: 'sql_error',
      detail: 'No.',
      sqlstate: '42P01',
    });
  });
});
