import { type LogEntry, SelfDB } from '@selfdb/sdk';
import { describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { admin, createPerson, logIn, marker, PASSWORD, system } from '../world/users.ts';

interface Page {
  data: LogEntry[];
  follow_cursor: string;
}

/** A value that must not be in any log. */
const SECRET = marker('secret');
const LINE = { timeout: 10_000, interval: 100 };

async function linesOf(requestId: string): Promise<LogEntry[]> {
  const answer = await admin.get<Page>('/system/logs', { request_id: requestId });
  expectStatus(answer, 200);
  return answer.body.data;
}

/** A request that fails, by an id of its own. */
async function failOnce(method: string, path: string, json?: object): Promise<string> {
  const id = marker('failed');
  await admin.call(method, path, { headers: { 'X-Request-Id': id }, ...(json && { json }) });
  return id;
}

/** An open stream of events: its events so far, and whether it has ended. */
async function follow(token: string, headers: Record<string, string> = {}) {
  const leaving = new AbortController();
  const answer = await fetch(`${system.baseUrl}/system/logs`, {
    headers: {
      ...{ 'X-API-Key': system.apiKey, Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
      ...headers,
    },
    signal: leaving.signal,
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const state = { text: '', hasEnded: false, leave: () => leaving.abort() };
  const decoder = new TextDecoder();
  void (async () => {
    for await (const bytes of answer.body ?? []) state.text += decoder.decode(bytes, { stream: true });
    state.hasEnded = true;
  })().catch(() => {});
  return state;
}

const idsIn = (text: string) => [...text.matchAll(/"request_id":"([^"]+)"/g)].map(([, id]) => id);

// Where another program runs the system, only its own logs have the lines.
describe.runIf(system.environment)('GET /system/logs', () => {
  it('is for an ADMIN, and refuses a cursor that is none', async () => {
    const person = await createPerson();
    expectProblem(await person.get('/system/logs'), 403);
    expectProblem(await admin.get('/system/logs', { cursor: '../../etc/passwd' }), 422);
    const headers = { Accept: 'text/event-stream' };
    expectProblem(await person.call('GET', '/system/logs', { headers }), 403);
    expectProblem(
      await admin.call('GET', '/system/logs', { headers: { ...headers, 'Last-Event-ID': 'x' } }),
      422,
    );
  });

  it.each([
    ['the api', 'GET', '/tables/nowhere', undefined, { status: 422, code: 'validation_error' }],
    [
      'SQL',
      'POST',
      '/sql/query',
      { query: `select '${SECRET}'::int` },
      { code: 'sql_error', sqlstate: '22P02' },
    ],
    [
      'auth',
      'POST',
      '/users/token',
      { email: 'a' },
      { status: 422, reason: expect.stringContaining('body.') },
    ],
    ['storage', 'GET', '/storage/files/download/none/a', undefined, { status: 404, code: 'not_found' }],
  ])(
    'finds a failed request of %s by its id, and why it failed',
    async (_what, method, path, json, fields) => {
      const id = await failOnce(method, path, json);
      await expect.poll(async () => (await linesOf(id)).length, LINE).toBeGreaterThan(0);
      const [line] = await linesOf(id);
      expect(line).toMatchObject({ event: 'request', request_id: id, fields: { method, path, ...fields } });
      expect(JSON.stringify((await admin.get<Page>('/system/logs', { search: SECRET })).body.data)).toBe(
        '[]',
      );
    },
  );

  it('follows: a line that is written later arrives, and after a break none is missing', async () => {
    const { access_token } = await logIn(system.adminEmail, system.adminPassword);
    const stream = await follow(access_token);
    const first = await failOnce('GET', '/tables/nowhere');
    await expect.poll(() => idsIn(stream.text), LINE).toContain(first);
    stream.leave();
    const cursor = [...stream.text.matchAll(/^id: (.+)\ndata: .*$/gm)].find(([event]) =>
      event.includes(first),
    );
    const missed = [await failOnce('GET', '/tables/nowhere'), await failOnce('GET', '/users/nobody')];
    const again = await follow(access_token, { 'Last-Event-ID': cursor?.[1] ?? '' });
    await expect.poll(() => idsIn(again.text), LINE).toEqual(expect.arrayContaining(missed));
    expect(idsIn(again.text)).not.toContain(first);
    again.leave();
  });

  it('ends the stream within seconds of the session', async () => {
    const boss = await createPerson({ role: 'ADMIN' });
    const stream = await follow(boss.tokens.access_token);
    await expect.poll(() => stream.text, LINE).toContain('id: ');
    expectStatus(await boss.post('/users/logout/all', {}), 200);
    await expect.poll(() => stream.hasEnded, LINE).toBe(true);
    expect(stream.text).toContain('event: end\ndata: {"detail":"The session has ended. Sign in again."');
    expect(stream.text).not.toContain(PASSWORD);
  });

  it('the SDK goes on where a cut connection ended', async () => {
    const { access_token } = await logIn(system.adminEmail, system.adminPassword);
    let calls = 0;
    const cutOnce: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      calls += 1;
      if (calls > 1) return answer;
      // Its first event is the heartbeat, which has the cursor.
      const reader = answer.body?.getReader();
      const { value } = (await reader?.read()) ?? {};
      await reader?.cancel();
      return new Response(value, answer);
    };
    const selfdb = new SelfDB({ baseUrl: system.baseUrl, apiKey: system.apiKey, fetch: cutOnce });
    await selfdb.client.setAccessToken(access_token);
    const following = selfdb.system.followLogs({ search: 'failed_', signal: AbortSignal.timeout(20_000) });
    const next = following.next();
    await expect.poll(() => calls, LINE).toBe(1);
    const id = await failOnce('GET', '/tables/nowhere');
    expect((await next).value).toMatchObject({ request_id: expect.stringContaining('failed_') });
    expect([calls, id.length > 0]).toEqual([2, true]);
    await following.return(undefined);
  });
});
