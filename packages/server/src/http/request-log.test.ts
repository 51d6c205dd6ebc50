import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLog, type LogLevel } from '../log.ts';
import { SECRETS } from '../testing/secrets.ts';
import { createApp } from './create-app.ts';

/** Settings are read once for all tests, so a log of another level replaces theirs. */
function createWorker(level: LogLevel) {
  const app = createApp('api');
  app.use((c, next) => {
    c.set('log', createLog('test', level));
    return next();
  });
  app.get('/good', (c) => c.json({}));
  app.get('/bad', (c) => c.json({}, 422));
  app.get('/broken', () => {
    throw new Error('a fault');
  });
  app.get('/slow/:ms', (c) => {
    vi.advanceTimersByTime(Number(c.req.param('ms')));
    return c.json({});
  });
  app.get('/telling', (c) => {
    c.get('logFields').sql_statements = 2;
    return c.json({});
  });
  app.get('/handed-on/:status', (c) => {
    c.set('isHandedOn', true);
    return c.body(null, Number(c.req.param('status')) as 200);
  });
  return app;
}

const written: string[] = [];
beforeEach(() => {
  written.length = 0;
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
  vi.spyOn(console, 'log').mockImplementation((text: string) => written.push(...text.split('\n')));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The lines of requests that one call leaves in the log. */
async function logOf(path: string, level: LogLevel): Promise<Record<string, unknown>[]> {
  const settings = { ...SECRETS, DATABASE_URL: 'postgres://user:password@db.invalid/name' };
  await createWorker(level).request(path, { headers: { 'X-Request-Id': 'mine' } }, settings);
  await vi.advanceTimersByTimeAsync(200);
  return written
    .map((line): Record<string, unknown> => JSON.parse(line))
    .filter(({ event }) => event === 'request');
}

it.each<[string, LogLevel]>([
  ['/good', 'debug'],
  ['/slow/999', 'debug'],
  ['/handed-on/200', 'debug'],
  ['/handed-on/404', 'debug'],
  ['/slow/1000', 'info'],
  ['/bad', 'info'],
  ['/nowhere', 'info'],
  ['/telling', 'info'],
  ['/broken', 'error'],
  ['/handed-on/502', 'error'],
])('%s has a line from LOG_LEVEL=%s on', async (path, level) => {
  const levels = ['debug', 'info', 'warn', 'error'] as const;
  for (const [i, threshold] of levels.entries()) {
    written.length = 0;
    const lines = await logOf(path, threshold);
    expect([threshold, lines.length]).toEqual([threshold, i <= levels.indexOf(level) ? 1 : 0]);
    if (lines.length > 0) expect(lines[0]).toMatchObject({ level, request_id: 'mine', path, method: 'GET' });
  }
});

it.each([
  ['/webhooks/in/secret', '/webhooks/in/[token]'],
  ['/webhooks/trigger/secret/more', '/webhooks/trigger/[token]'],
  ['/api/webhooks/in/secret', '/api/webhooks/in/[token]'],
  ['/webhooks/count', '/webhooks/count'],
])('the path %s, whose end may be the secret of a webhook, is logged as %s', async (path, logged) => {
  expect(await logOf(path, 'info')).toMatchObject([{ path: logged }]);
});

it('says how long a request took, with its log fields', async () => {
  expect(await logOf('/slow/1500', 'info')).toMatchObject([{ duration_ms: 1500, status: 200 }]);
  expect(await logOf('/telling', 'info')).toMatchObject([{}, { sql_statements: 2 }]);
});
