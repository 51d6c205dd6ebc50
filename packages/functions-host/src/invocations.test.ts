import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHost, type TestHost } from './testing/start-host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.close());

it('runs a module with a fetch handler, and reports the execution with its logs', async () => {
  const code = host.deploy(
    `export default { async fetch(request, env) {
    console.log('hello', { a: 1 });
    return new Response(request.method + ' ' + request.url + ' ' + env.COLOUR + ' ' + await request.text(), { status: 201 });
  } }`,
    { variables: { COLOUR: 'red' } },
  );
  const { response, execution } = await host.call(code, { method: 'POST', body: 'body' });
  expect(await response.text()).toBe('POST http://api.test/functions/hello/invoke/a?b=c red body');
  expect(response.status).toBe(201);
  expect(response.headers.get('x-execution-id')).toBe(execution);
  expect(await host.report(execution)).toMatchObject({
    status: 'completed',
    fault: null,
    response_status: 201,
    logs: [{ level: 'log', message: 'hello {"a":1}' }],
  });
});

it('runs a function in the form of SelfDB 0.0.5', async () => {
  const code = host.deploy('export default async (request, { env }) => ({ colour: env.COLOUR })', {
    variables: { COLOUR: 'red' },
  });
  expect(await (await host.call(code)).response.json()).toEqual({ colour: 'red' });
});

it.each(['undefined', 'Symbol()', '() => 1'])(
  'answers null for %s, which is nothing in JSON',
  async (value) => {
    const { response } = await host.call(host.deploy(`export default () => (${value})`));
    expect([response.status, await response.text()]).toEqual([200, 'null']);
  },
);

it('hides neither env.SELFDB nor the prototype behind a variable of that name', async () => {
  const source = `export default { fetch: (request, env) => Response.json([typeof env.SELFDB.fetch, env.constructor, env.PUBLIC ?? null, typeof env.LOADER]) }`;
  const code = host.deploy(source, { variables: { SELFDB: 'x', constructor: 'mine', PUBLIC: 'y' } });
  expect(await (await host.call(code)).response.json()).toEqual(['function', 'mine', 'y', 'undefined']);
});

it('calls the API as the owner, or as the caller, and gives away neither key nor token', async () => {
  const code = host.deploy(`export default { async fetch(request, env) {
    const ask = async (selfdb, path) => { const r = await selfdb.fetch(path); return [r.status, await r.json()]; };
    return Response.json([await ask(env.SELFDB, '/tables?x=1'), await ask(env.SELFDB.asCaller(), '/tables'),
      await ask(env.SELFDB, '/backups'), await ask(env.SELFDB, '/tables/../system/status'), await ask(env.SELFDB, '/sql/query'),
      await ask(env.SELFDB, '/realtime/broadcast'), await ask(env.SELFDB, '/realtime/socket')]);
  } }`);
  const answers = (await (await host.call(code)).response.json()) as [
    number,
    { url: string; headers: Record<string, string> },
  ][];
  expect(answers.map(([status]) => status)).toEqual([200, 200, 403, 403, 403, 200, 403]);
  expect(answers[0]?.[1]).toMatchObject({
    url: '/tables?x=1',
    headers: { 'x-selfdb-depth': '1', 'x-api-key': 'the key of the API' },
  });
  expect(answers[0]?.[1].headers.authorization).toMatch(/^Bearer /);
  expect(answers[1]?.[1].headers.authorization).toBeUndefined();
});

it('reports an execution only when its waitUntil has ended', async () => {
  const code = host.deploy(`export default { fetch(request, env, ctx) {
    ctx.waitUntil(new Promise((done) => setTimeout(done, 400)).then(() => console.log('later')));
    return new Response('now');
  } }`);
  const { response, execution } = await host.call(code);
  expect(await response.text()).toBe('now');
  const report = await host.report(execution);
  expect(report.logs.map(({ message }) => message)).toEqual(['later']);
  expect(report.duration_ms).toBeGreaterThanOrEqual(390);
});

it('answers 502 for a function that throws, and reports the error with its stack', async () => {
  const code = host.deploy(`export default { fetch() { throw new Error('broken'); } }`);
  const { response, execution } = await host.call(code);
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ code: 'function_crashed', execution_id: execution });
  const report = await host.report(execution);
  expect(report).toMatchObject({ status: 'failed', fault: null, error_message: 'Error: broken' });
  expect(report.error_stack).toContain('index.js:1');
});

it('answers 502 for code that does not load', async () => {
  const { response, execution } = await host.call(host.deploy('export default { fetch() {'));
  expect(response.status).toBe(502);
  expect(await host.report(execution)).toMatchObject({ status: 'failed', fault: 'load' });
});

it('answers 504 for a function that takes too long', async () => {
  const source = 'export default { async fetch() { await new Promise((done) => setTimeout(done, 60000)); } }';
  const { response, execution } = await host.call(host.deploy(source, { timeout_ms: 300 }));
  expect(response.status).toBe(504);
  expect(await response.json()).toMatchObject({ code: 'function_timeout' });
  expect(await host.report(execution)).toMatchObject({ status: 'timeout', fault: 'timeout' });
});

it('runs a new revision in a new process, while calls of the old one end', async () => {
  const old = host.deploy(
    `export default { async fetch() { await new Promise((done) => setTimeout(done, 500)); return new Response('old'); } }`,
  );
  const first = host.call(old);
  await new Promise((done) => setTimeout(done, 200));
  const code = host.deploy(`export default { fetch: () => new Response('new') }`, {
    id: old.id,
    revision: 2,
  });
  expect(await (await host.call(code)).response.text()).toBe('new');
  expect(await (await first).response.text()).toBe('old');
});

it('ends the calls of a function that is deleted meanwhile as if it were there, and refuses others', async () => {
  const code = host.deploy(
    `export default { async fetch() { await new Promise((done) => setTimeout(done, 300)); return new Response('done'); } }`,
  );
  const running = host.call(code);
  await new Promise((done) => setTimeout(done, 150));
  host.functions.delete(code.id);
  expect((await host.call({ ...code, revision: 2 })).response.status).toBe(404);
  expect(await (await running).response.text()).toBe('done');
});

it('says that a function can not run now, with the execution', async () => {
  const code = host.deploy(`export default { fetch: () => new Response('well') }`);
  host.unready.add(code.id);
  const { response, execution } = await host.call(code);
  expect([response.status, await response.json()]).toEqual([
    409,
    expect.objectContaining({ code: 'function_not_ready', execution_id: execution }),
  ]);
});

it('sandboxes HTML, and keeps what an execution without a client answers', async () => {
  const html = host.deploy(
    `export default { fetch: () => new Response('<p>', { headers: { 'content-type': 'text/html' } }) }`,
  );
  expect((await host.call(html)).response.headers.get('content-security-policy')).toMatch(/^sandbox /);
  const code = host.deploy('export default () => ({ a: 1 })');
  const { response, execution } = await host.call(code, {}, { trigger_type: 'schedule' });
  await response.text();
  expect((await host.report(execution)).result).toEqual({ a: 1 });
});

it('serves a function at most as often at once as it may, and refuses what the queue does not hold', async () => {
  const code = host.deploy(
    `export default { async fetch() { await new Promise((done) => setTimeout(done, 400)); return new Response('ok'); } }`,
    { max_concurrent: 1 },
  );
  const calls = await Promise.all(Array.from({ length: 6 }, () => host.call(code)));
  const statuses = calls.map(({ response }) => response.status).sort();
  expect(statuses).toEqual([200, 200, 200, 503, 503, 503]);
});

it('serves no one without an internal token', async () => {
  expect((await fetch(`${host.url}/run`)).status).toBe(401);
});

it('runs a job only if it is still to run, and keeps no place for one that is not', async () => {
  const code = host.deploy('export default () => 1', { max_concurrent: 1 });
  const job = { trigger_type: 'event' } as const;
  const id = crypto.randomUUID();
  host.refused.add(id);
  expect((await host.call(code, {}, { ...job, execution_id: id })).response.status).toBe(503);
  const { execution, response } = await host.call(code, {}, job);
  expect(response.status).toBe(200);
  expect((await host.report(execution)).status).toBe('completed');
  const told = host.reports.flatMap(({ events }) => events ?? []).map((event) => event.execution_id);
  expect(told).not.toContain(id);
});

it('keeps the status and the whole answer of jobs, also when many end at once', async () => {
  const code = host.deploy(
    `export default { async fetch(request) { return new Response((await request.text()).repeat(6000), { status: 500 }); } }`,
    { max_concurrent: 50 },
  );
  const calls = await Promise.all(
    Array.from({ length: 50 }, () =>
      host.call(code, { method: 'POST', body: '0123456789' }, { trigger_type: 'webhook' }),
    ),
  );
  for (const { execution } of calls) {
    const { response_status, result } = await host.report(execution);
    expect([response_status, String(result).length]).toEqual([500, 60_000]);
  }
});
