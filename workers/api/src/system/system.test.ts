import { ENDINGS } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { afterEach, describe, expect, it } from 'vitest';
import {
  authWorker,
  backupWorker,
  call,
  functionsWorker,
  gatewayRequests,
  realtimeWorker,
  storageWorker,
} from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';

const ALL_WELL = {
  api: 'ok',
  database: 'ok',
  auth: 'ok',
  storage: 'ok',
  backup: 'ok',
  functions: 'ok',
  runner: 'ok',
  realtime: 'ok',
};
const withoutKey = { headers: { 'X-API-Key': undefined } };

afterEach(() => {
  authWorker.state = 200;
  backupWorker.state = 200;
  storageWorker.state = 200;
  Object.assign(functionsWorker, { state: 200, health: { runner: 'ok' } });
  Object.assign(realtimeWorker, { state: 200, health: {} });
});

it('describes itself at /, without a key', async () => {
  const { status, body } = await call('GET', '/', withoutKey);
  expect([status, body]).toEqual([200, { name: 'SelfDB', version: '1.2.3', docs: '/docs' }]);
});

describe('/health', () => {
  it('is ok when every service is, without a key', async () => {
    for (const path of ['/health', '/health/']) {
      const { status, body } = await call('GET', path, withoutKey);
      expect([status, body]).toEqual([200, { status: 'ok', services: ALL_WELL }]);
    }
    expect((await call('HEAD', '/health', withoutKey)).status).toBe(200);
  });

  it.each([
    ['auth', authWorker],
    ['storage', storageWorker],
  ])('is 503 and names the service that is down: %s', async (name, worker) => {
    worker.state = 500;
    const { status, body, headers } = await call('GET', '/health', withoutKey);
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(body).toEqual({ status: 'down', services: { ...ALL_WELL, [name]: 'down' } });
  });

  it.each([
    ['realtime', realtimeWorker],
    ['backup', backupWorker],
  ])('is ok without what requests do not need, and says so: %s', async (name, worker) => {
    worker.state = 503;
    const { status, body } = await call('GET', '/health', withoutKey);
    expect([status, body]).toEqual([200, { status: 'ok', services: { ...ALL_WELL, [name]: 'down' } }]);
  });

  it('is ok without functions, and tells them from the process that runs them', async () => {
    for (const [state, health, down] of [
      [200, { runner: 'down' }, { runner: 'down' }],
      [503, {}, { functions: 'down', runner: 'down' }],
    ] as const) {
      Object.assign(functionsWorker, { state, health });
      const { status, body } = await call('GET', '/health', withoutKey);
      expect([status, body]).toEqual([200, { status: 'ok', services: { ...ALL_WELL, ...down } }]);
    }
  });

  it('reports the lag of the change feed, whether it streams or not', async () => {
    for (const state of [200, 503]) {
      const feed = { state: state === 200 ? 'streaming' : 'connecting', lag_bytes: 7 };
      Object.assign(realtimeWorker, { state, health: { feed } });
      const { status, body } = await call('GET', '/health', withoutKey);
      expect([status, body]).toMatchObject([200, { status: 'ok', realtime: feed }]);
    }
  });

  it('takes no parameters', async () => {
    expect((await call('GET', '/health?x=1', withoutKey)).status).toBe(422);
  });
});

describe('/system/status', () => {
  it('reports whether a user has ever logged in, and the version', async () => {
    await rows('update selfdb.instance set first_login_at = null');
    const { status, body } = await call('GET', '/system/status');
    expect([status, body]).toEqual([200, { initialized: false, version: '1.2.3' }]);
    await rows('update selfdb.instance set first_login_at = now()');
    const { token } = await createPerson();
    expect((await call('GET', '/system/status', { token })).body).toEqual({
      initialized: true,
      version: '1.2.3',
    });
    expect(await gatewayRequests(() => call('GET', '/system/status'))).toBe(1);
  });

  it('reports the state of each service to an ADMIN', async () => {
    authWorker.state = 503;
    const { body } = await call('GET', '/system/status', { token: (await createAdmin()).token });
    expect(body).toMatchObject({
      services: {
        api: { state: 'ok', version: '1.2.3' },
        database: { state: 'ok', version: '1.2.3' },
        auth: { state: 'down', version: '1.2.3' },
        storage: { state: 'ok', version: '1.2.3' },
        functions: { state: 'ok', version: '1.2.3' },
        runner: { state: 'ok', version: '1.2.3' },
      },
    });
  });

  it('needs the API key, and refuses an invalid token', async () => {
    expect((await call('GET', '/system/status', withoutKey)).status).toBe(401);
    for (const [, ending] of ENDINGS) {
      const admin = await createAdmin();
      await rows(ending, [admin.userId]);
      const { status, text } = await call('GET', '/system/status', { token: admin.token });
      expect([status, text]).toEqual([401, expect.not.stringContaining('services')]);
    }
  });
});

describe('/system/metrics', () => {
  it('is for an ADMIN whose session is alive, in one gateway request', async () => {
    expect((await call('GET', '/system/metrics')).status).toBe(401);
    expect((await call('GET', '/system/metrics', { token: (await createPerson()).token })).status).toBe(403);
    const admin = await createAdmin();
    const metrics = () => call('GET', '/system/metrics', { token: admin.token });
    expect(await gatewayRequests(metrics)).toBe(1);
    const { status, body } = await metrics();
    expect([status, body]).toMatchObject([200, { requests: expect.any(Number), minutes: { length: 60 } }]);
    await rows(ENDINGS[0][1], [admin.userId]);
    expect((await metrics()).status).toBe(401);
  });

  it.each([
    ['?format=prometheus', 'application/json'],
    ['', 'text/plain;version=0.0.4;q=0.5,*/*;q=0.1'],
    ['', 'application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3'],
  ])('is text for Prometheus with %j and Accept: %s', async (query, Accept) => {
    const { token } = await createAdmin();
    const { headers, text } = await call('GET', `/system/metrics${query}`, { token, headers: { Accept } });
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(/^selfdb_process_start_time_seconds \d+/m);
  });

  it('is JSON for a browser, and with format=json', async () => {
    const { token } = await createAdmin();
    for (const [query, Accept] of [
      ['', 'text/html,*/*;q=0.8'],
      ['', 'application/json, text/plain, */*'],
      ['?format=json', 'text/plain'],
    ]) {
      const { headers } = await call('GET', `/system/metrics${query}`, { token, headers: { Accept } });
      expect(headers.get('content-type')).toBe('application/json');
    }
  });
});

describe('the documentation', () => {
  it.each(['/docs', '/redoc'])('%s is a page that loads nothing from elsewhere', async (path) => {
    for (const at of [path, `${path}/`]) {
      const { status, text, headers } = await call('GET', at, withoutKey);
      expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      const links = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => String(match[1]));
      for (const link of links.filter((each) => each !== 'data:,')) {
        const { pathname } = new URL(link, `http://worker${at}`);
        expect(pathname).toMatch(new RegExp(`^${path}/`));
        const asset = await call('GET', pathname, withoutKey);
        expect([asset.status, asset.headers.get('content-type')]).toEqual([
          200,
          expect.stringMatching(/^text\/(javascript|css); charset=utf-8$/),
        ]);
        expect(asset.headers.get('x-content-type-options')).toBe('nosniff');
        expect(asset.text.length).toBeGreaterThan(20);
      }
      expect(links.length).toBeGreaterThan(1);
    }
  });

  it('has nothing at other paths', async () => {
    for (const path of ['/docs/nope.js', '/redoc/swagger-ui.js', '/docs/__proto__']) {
      expect((await call('GET', path, withoutKey)).status).toBe(404);
    }
  });

  it('/openapi.json describes every route of every worker once, and what each may answer', async () => {
    const { status, text, headers } = await call('GET', '/openapi.json', withoutKey);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    const document = JSON.parse(text);
    expect(document.openapi).toMatch(/^3\.1/);
    expect(document.info.version).toBe('1.2.3');
    for (const path of [
      '/',
      '/health',
      '/users',
      '/users/token',
      '/tables',
      '/tables/{id}/data/{row_id}',
      '/system/status',
    ]) {
      expect(document.paths).toHaveProperty([path]);
    }
    const operations: { operationId: string; responses: Record<string, unknown>; security: unknown }[] =
      Object.values(document.paths).flatMap((methods) => Object.values(methods as object));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, responses, security } of operations) {
      expect([operationId, Object.keys(responses)]).toEqual([
        operationId,
        expect.arrayContaining(['422', '503']),
      ]);
      expect([operationId, security]).toEqual([operationId, expect.any(Array)]);
    }
    const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) =>
      String(match[1]),
    );
    for (const name of references) expect(document.components.schemas).toHaveProperty([name]);
    expect((await call('GET', '/openapi.json', withoutKey)).text).toBe(text);
  });
});

describe('forwarding', () => {
  it("sends /users to its worker, with an internal token and without the client's API key", async () => {
    const { status, text } = await call('GET', '/users/count', withoutKey);
    expect([status, text]).toEqual([404, '/users/count']);
    expect((await call('POST', '/users/', { ...withoutKey, json: {} })).text).toBe('/users/');
  });

  it('is 404 for unknown paths and 405 with Allow for known ones', async () => {
    expect((await call('GET', '/nope')).body).toMatchObject({ code: 'not_found' });
    expect((await call('GET', '/tables/a/b/c/d')).status).toBe(404);
    for (const [method, path, allow] of [
      ['PUT', '/tables', 'GET, HEAD, POST'],
      ['DELETE', '/tables/', 'GET, HEAD, POST'],
      ['POST', '/tables/count', 'GET, HEAD'],
      ['POST', '/tables/018f0000-0000-7000-8000-000000000001', 'GET, HEAD, PATCH, DELETE'],
      ['PUT', '/tables/018f0000-0000-7000-8000-000000000001/data', 'GET, HEAD, POST, PATCH, DELETE'],
      ['GET', '/tables/018f0000-0000-7000-8000-000000000001/columns', 'POST'],
      ['POST', '/system/status', 'GET, HEAD'],
      ['POST', '/health', 'GET, HEAD'],
      ['POST', '/', 'GET, HEAD'],
    ] as const) {
      const { status, headers, body } = await call(method, path);
      expect([path, status, headers.get('allow'), body.code]).toEqual([
        path,
        405,
        allow,
        'method_not_allowed',
      ]);
    }
  });
});
