import { describe, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectProblem, expectStatus, UUID_V7 } from '../expectations.ts';
import { admin, anyone, createPerson, marker } from '../world/users.ts';

interface SavedFunction {
  id: string;
  name: string;
  env_vars: Record<string, string>;
  deployment_status: string;
  version: number;
}
interface Execution {
  id: string;
  status: string;
  trigger_type: string;
}
interface LogLine {
  execution_id: string;
  log_level: string;
  message: string;
}

async function save(code: string, more: object = {}): Promise<SavedFunction> {
  const answer = await admin.post<SavedFunction>('/functions/', { name: marker('f'), code, ...more });
  expectStatus(answer, 201);
  return answer.body;
}

const executionsOf = async ({ id }: SavedFunction) =>
  (await admin.get<Execution[]>(`/functions/${id}/executions`)).body;

it('a function in TypeScript answers with its variables, and what it logged is kept', async () => {
  const fn = await save(
    `export default { async fetch(request: Request, env, ctx) {
      console.warn("called");
      const { pathname } = new URL(request.url);
      const told = [request.method, pathname, env.WORD, request.headers.get("x-api-key"), await request.text()];
      return new Response(told.join(" "), { status: 202, headers: { "x-own": "1" } });
    } }`,
    { env_vars: { WORD: 'secret' } },
  );
  expect(fn).toMatchObject({ deployment_status: 'deployed', version: 1 });
  expect(fn.env_vars.WORD).not.toContain('secret');
  const path = `/functions/${fn.name}/invoke/a/b`;
  const answer = await admin.post(path, { n: 1 });
  expectStatus(answer, 202);
  expect(answer.text).toBe(`POST ${path} secret  {"n":1}`);
  expect(answer.headers.get('x-own')).toBe('1');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const id = answer.headers.get('x-execution-id') ?? '';
  expect(id).toMatch(UUID_V7);
  await expect
    .poll(() => executionsOf(fn))
    .toEqual([expect.objectContaining({ id, status: 'completed', trigger_type: 'http' })]);
  const logs = await admin.get<LogLine[]>(`/functions/${fn.id}/logs`);
  expect(logs.body).toEqual([
    expect.objectContaining({ execution_id: id, log_level: 'warn', message: 'called' }),
  ]);
});

it('a function in the form of SelfDB 0.0.5 answers with JSON and reads as its owner', async () => {
  const fn = await save(
    'export default async (request, { env }) => ({ me: (await (await env.SELFDB.fetch("/users/me")).json()).email })',
    { public: true },
  );
  const me = await admin.get<{ email: string }>('/users/me');
  expect((await anyone.get(`/functions/${fn.name}/invoke`)).body).toEqual({ me: me.body.email });
});

it('a function sends a message to a room as its owner, and not as a caller who may not', async () => {
  const fn = await save(
    `export default async (request, { env }) => {
      const { topic } = await request.json();
      const sent = await env.SELFDB.realtime.broadcast(topic, 'paid', { order: 7 });
      const refused = await env.SELFDB.asCaller().realtime.broadcast(topic, 'paid').catch(({ status }) => status);
      return { sent, refused };
    }`,
    { public: true },
  );
  const topic = `room:${marker()}`;
  const { tokens } = await createPerson();
  const socket = await ChannelClient.open(tokens.access_token);
  expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
  const { body } = await anyone.post(`/functions/${fn.name}/invoke`, { topic });
  expect(body).toEqual({ sent: { topic, event: 'paid', recipients: 1 }, refused: 401 });
  const { payload } = await socket.next('the message', ({ event }) => event === 'broadcast');
  expect(payload).toEqual({ type: 'broadcast', event: 'paid', payload: { order: 7 } });
  await socket.close();
});

it('only users may invoke a function that is not public, and only administrators may save one', async () => {
  const fn = await save('export default () => 1');
  const person = await createPerson();
  expectProblem(await anyone.get(`/functions/${fn.name}/invoke`), 401);
  expectProblem(await anyone.get(`/functions/${marker('none')}/invoke`), 401);
  expect((await person.get(`/functions/${fn.name}/invoke`)).body).toBe(1);
  expectProblem(await person.get(`/functions/${marker('none')}/invoke`), 404);
  expectProblem(await person.get(`/functions/${fn.id}`), 403);
  expectProblem(await person.post('/functions/', { name: marker('f'), code: 'export default () => 1' }), 403);
});

it('a method that no http trigger lists is refused', async () => {
  const fn = await save('export const triggers = [{ type: "http", method: "POST" }]; export default () => 1');
  expectProblem(await admin.get(`/functions/${fn.name}/invoke`), 405);
  expectStatus(await admin.post(`/functions/${fn.name}/invoke`, {}), 200);
});

it('code that can not be parsed is refused with its line, and the version before goes on', async () => {
  const fn = await save('export default () => 1');
  const wrong = await admin.patch<{ detail: { msg: string }[] }>(`/functions/${fn.id}`, {
    code: 'export default () => 1;\nlet a = ;',
  });
  expectStatus(wrong, 422);
  expect(wrong.body.detail[0]?.msg).toContain(':2:');
  expect((await admin.get(`/functions/${fn.name}/invoke`)).body).toBe(1);
  expectStatus(await admin.patch(`/functions/${fn.id}`, { code: 'export default () => 2' }), 200);
  expect((await admin.get(`/functions/${fn.name}/invoke`)).body).toBe(2);
});

it('code that is saved without being deployed leaves the version before serving', async () => {
  const fn = await save('export default () => 1');
  const code = 'export default () => 2';
  expectStatus(await admin.patch(`/functions/${fn.id}`, { code, deploy: false }), 200);
  expect((await admin.get(`/functions/${fn.name}/invoke`)).body).toBe(1);
  expectStatus(await admin.post(`/functions/${fn.id}/deploy`), 200);
  expect((await admin.get(`/functions/${fn.name}/invoke`)).body).toBe(2);
});

describe('a function that never ends', () => {
  it('is cut at its timeout, is recorded with its output, and leaves others alone', async () => {
    const good = await save('export default () => "good"');
    const spin = await save('export default () => { console.log("last words"); for (;;); }', {
      timeout_seconds: 1,
    });
    const cut = admin.get<{ code: string; execution_id: string }>(`/functions/${spin.name}/invoke`);
    expect((await admin.get(`/functions/${good.name}/invoke`)).body).toBe('good');
    const { status, body } = await cut;
    expect([status, body.code]).toEqual([504, 'function_timeout']);
    await expect
      .poll(() => executionsOf(spin), { timeout: 10_000 })
      .toEqual([expect.objectContaining({ id: body.execution_id, status: 'timeout' })]);
    const logs = await admin.get<LogLine[]>(`/functions/${spin.id}/logs`);
    expect(logs.body.map(({ message }) => message).join('')).toContain('last words');
  });
});
