import { describe, expect, it } from 'vitest';
import { type CallOptions, call, path } from '../testing/things-app.ts';

describe('every answer', () => {
  it.each<[string, string, CallOptions, number]>([
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

  it.each(['trace-42.abc', 'a:b@c/d+e=f_g', 'x'.repeat(128)])(
    'has the id %j that it was sent',
    async (sent) => {
      const { headers } = await call(path, { headers: { 'X-Request-Id': sent } });
      expect(headers.get('X-Request-Id')).toBe(sent);
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

  it.each([
    ['PATCH', '/things/5', '5'],
    ['PATCH', path, 'all'],
    ['DELETE', '/things/five', 'five'],
    ['DELETE', '/things/me', 'me'],
  ])('answers %s %s', async (method, to, done) => {
    expect(Object.values((await call(to, { method })).body)).toEqual([done]);
  });

  it('of one item that is to be changed or deleted has no slash at its end', async () => {
    for (const [method, to] of [
      ['PATCH', '/things/5/'],
      ['PATCH', '/things/5/?x=1'],
      ['PATCH', '/things/5/#x/y'],
      ['PATCH', '/things/5/parts/..'],
      ['PATCH', '/things/5/parts/%2e%2E'],
      ['DELETE', '/things/five/'],
      ['DELETE', '/things/five/.'],
      ['PATCH', '/things/5//'],
    ] as const) {
      const { status, body } = await call(to, { method });
      expect([to, status, body.code, body.detail]).toEqual([
        to,
        404,
        'not_found',
        expect.stringMatching(/slash/),
      ]);
    }
    expect((await call(`${path}/`, { method: 'PATCH' })).body).toEqual({ changed: 'all' });
    expect((await call('/things/me/?x=/', { method: 'DELETE' })).body).toEqual({ removed: 'me' });
    expect((await call('/things/five?x=/', { method: 'DELETE' })).body).toEqual({ removed: 'five' });
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
      ['DELETE', path, 'GET, HEAD, POST, PATCH'],
      ['PUT', `${path}/`, 'GET, HEAD, POST, PATCH'],
      ['POST', '/things/5', 'GET, HEAD, PATCH'],
      ['PATCH', '/open', 'GET, HEAD'],
      ['OPTIONS', path, 'GET, HEAD, POST, PATCH'],
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
