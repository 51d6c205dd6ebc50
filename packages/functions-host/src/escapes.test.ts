import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHost, type TestHost } from './testing/start-host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.close());

const handler = (body: string) => `export default { async fetch(request, env, ctx) { ${body} } }`;

it('shows neither files nor the environment of the machine', async () => {
  const code = host.deploy(
    `import fs from 'node:fs'; import process from 'node:process'; import { execSync } from 'node:child_process';
    const attempt = (work) => { try { return work(); } catch (error) { return error.message; } };
    ${handler(`return Response.json({
      root: fs.readdirSync('/').sort(), passwords: attempt(() => fs.readFileSync('/etc/passwd', 'utf8')),
      environment: attempt(() => fs.readFileSync('/proc/self/environ', 'utf8')),
      variables: process.env, program: attempt(() => execSync('id').toString()) });`)}`,
    { variables: { COLOUR: 'red' } },
  );
  expect(await (await host.call(code)).response.json()).toEqual({
    root: ['bundle', 'dev', 'tmp'],
    passwords: expect.stringContaining('no such file'),
    environment: expect.stringContaining('no such file'),
    variables: { COLOUR: 'red' },
    program: expect.stringContaining('not implemented'),
  });
});

it('gives a function no way to the rest of the socket at which its process asks for code', async () => {
  const source = handler(`const answers = [];
    for (const path of ['/../code', '/%2e%2e/code', '/%2E%2E/tail', '/..\\\\..\\\\tail', 'http://control/code', 'foo:/..\\\\..\\\\tail',
      'foo:..\\\\tail', '//control/code', '/tables/../../tail', '/tables\\u0000/../../tail']) {
      try { answers.push((await env.SELFDB.fetch(path, { method: 'POST', body: '[]' })).status); }
      catch (error) { answers.push(error.name); }
    }
    return Response.json(answers);`);
  const answers = (await (await host.call(host.deploy(source))).response.json()) as unknown[];
  expect(answers).toHaveLength(10);
  for (const answer of answers) expect([403, 'TypeError']).toContain(answer);
});

it('lets a function read users, and reach nothing else of accounts, backups and the system', async () => {
  const source = handler(`const ask = async (call) => {
      const [method, path] = call.split(' ');
      return (await env.SELFDB.fetch(path, { method })).status;
    };
    return Response.json(await Promise.all((await request.json()).map(ask)));`);
  const statusesOf = async (calls: string[]) => {
    const { response } = await host.call(host.deploy(source), {
      method: 'POST',
      body: JSON.stringify(calls),
    });
    return response.json();
  };
  const reads = ['GET /users', 'GET /users/1?a=b', 'GET /users/me', 'GET /tables'];
  expect(await statusesOf(reads)).toEqual(reads.map(() => 200));
  const others = [
    ...['POST /users', 'PATCH /users/1', 'DELETE /users/1', 'POST /users/token', 'PUT /users/me/password'],
    ...['GET /users/1/sessions', 'GET /backups', 'GET /system', 'GET /functions', 'GET /webhooks'],
  ];
  expect(await statusesOf(others)).toEqual(others.map(() => 403));
});

it('acts in the name of its own execution only, whatever headers it sends', async () => {
  const slow = host.deploy(
    handler('await new Promise((done) => setTimeout(done, 800)); return new Response();'),
  );
  const other = host.call(slow);
  await sleep(200);
  const mine = host.deploy(
    handler(`const answer = await env.SELFDB.fetch('/tables', { headers: await request.json() });
      return Response.json((await answer.json()).headers);`),
    { acting: { user_id: crypto.randomUUID(), session_id: crypto.randomUUID(), is_admin: false } },
  );
  const sent = {
    ...{ 'X-Execution-Id': crypto.randomUUID(), 'X-SelfDB-As': 'caller', 'X-SelfDB-Depth': '0' },
    ...{ 'X-SelfDB-Internal': 'mine', 'X-API-Key': 'mine', authorization: 'Bearer mine' },
  };
  const { response } = await host.call(mine, { method: 'POST', body: JSON.stringify(sent) });
  const { authorization, ...headers } = (await response.json()) as Record<string, string>;
  const claims = JSON.parse(Buffer.from(String(authorization).split('.')[1] ?? '', 'base64url').toString());
  expect(claims).toMatchObject({ sub: mine.acting.user_id, sid: mine.acting.session_id });
  expect(headers).toMatchObject({ 'x-api-key': 'the key of the API', 'x-selfdb-depth': '1' });
  expect(headers['x-selfdb-internal']).not.toBe('mine');
  await other;
});

it('lends a function the SQL of an administrator neither by calling it nor by owning it alone', async () => {
  const source =
    handler(`const ask = async (selfdb) => (await selfdb.fetch('/sql/query', { method: 'POST', body: '{}' })).status;
    return Response.json([await ask(env.SELFDB), await ask(env.SELFDB.asCaller())]);`);
  const person = (is_admin: boolean) => ({
    ...{ user_id: crypto.randomUUID(), session_id: crypto.randomUUID() },
    is_admin,
  });
  const statuses = async (owner: boolean, caller: boolean) => {
    const code = host.deploy(source, { acting: person(owner) });
    return (await host.call(code, {}, { caller: person(caller) })).response.json();
  };
  expect(await statuses(false, true)).toEqual([403, 403]);
  expect(await statuses(true, false)).toEqual([200, 403]);
  expect(await statuses(true, true)).toEqual([200, 200]);
});

it('calls the API no more when its execution has ended', async () => {
  const code = host.deploy(
    `let kept; ${handler(`if (!kept) { kept = env.SELFDB; return new Response('kept'); }
    const answer = await kept.fetch('/tables'); return Response.json([answer.status, await answer.json()]);`)}`,
  );
  const { response, execution } = await host.call(code);
  await response.text();
  await host.report(execution);
  const second = await host.call(code);
  if (second.response.status === 200)
    expect(await second.response.json()).toEqual([401, { detail: expect.stringContaining('has ended') }]);
  else expect((await host.report(second.execution)).error_message).toMatch(/different request|has ended/);
});

it('lets a function call itself, but not in the name of its execution', async () => {
  const code = host.deploy(`import { exports } from 'cloudflare:workers';
    const seen = {};
    const look = (headers) => { if (headers instanceof Headers) Object.assign(seen, Object.fromEntries(headers)); };
    for (const name of ['delete', 'get', 'set']) {
      const own = Headers.prototype[name];
      Headers.prototype[name] = function (...args) { look(this); return own.apply(this, args); };
    }
    globalThis.Request = class extends Request { constructor(...args) { super(...args); look(args[0].headers); } };
    ${handler(`if (request.headers.get('inner')) return new Response('inner');
    const headers = { ...Object.fromEntries(request.headers), ...seen, inner: '1', 'x-execution-id': request.headers.get('x-execution-id') };
    await (await exports.default.fetch(new Request('http://itself/', { headers }))).text();
    console.log([...request.headers.keys()].filter((name) => name.startsWith('x-selfdb')).length);
    await new Promise((done) => setTimeout(done, 500)); console.log('the end'); return new Response();`)}`);
  const { execution } = await host.call(code);
  const { status, logs } = await host.report(execution);
  expect([status, logs.map(({ message }) => message)]).toEqual(['completed', ['0', 'the end']]);
});

it('keeps files, variables and modules apart, whatever they are named', async () => {
  const code = host.deploy('', {
    name: 'constructor',
    modules: {
      'index.js': `import { a } from './selfdb-shim.js'; import { b } from './selfdb-client.js'; import { c } from './__proto__.js';
        export default { fetch: (request, env) => Response.json([a, b, c, env.LOADER, env.CONTROL, env.toString, env.constructor,
          typeof env.SELFDB.fetch]) };`,
      'selfdb-shim.js': 'export const a = 1;',
      'selfdb-client.js': 'export const b = 2;',
      '__proto__.js': 'export const c = 3;',
    },
    variables: Object.fromEntries(
      ['LOADER', 'CONTROL', 'toString', 'constructor', 'SELFDB'].map((name) => [name, `my ${name}`]),
    ),
  });
  const answer = await (await host.call(code)).response.json();
  expect(answer).toEqual([
    ...[1, 2, 3, 'my LOADER', 'my CONTROL', 'my toString', 'my constructor', 'function'],
  ]);
});
