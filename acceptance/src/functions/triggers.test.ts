import { expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { admin, createPerson, marker } from '../world/users.ts';

interface SavedFunction {
  id: string;
  name: string;
}
interface Execution {
  id: string;
  status: string;
  trigger_type: string;
  attempt: number;
  result: unknown;
  user_id: string | null;
}

async function save(code: string, more: object = {}): Promise<SavedFunction> {
  const answer = await admin.post<SavedFunction>('/functions/', { name: marker('f'), code, ...more });
  expectStatus(answer, 201);
  return answer.body;
}

async function executionsOf({ id }: SavedFunction, count: number): Promise<Execution[]> {
  const list = async () => (await admin.get<Execution[]>(`/functions/${id}/executions`)).body;
  await expect
    .poll(async () => (await list()).filter(({ status }) => status !== 'running').length, { timeout: 15_000 })
    .toBe(count);
  return list();
}

const ECHO = `export default { async fetch(request) {
  return Response.json({ trigger: request.headers.get('x-trigger-type'), id: request.headers.get('x-execution-id'), body: await request.json() });
} };`;

it('an event runs the functions that listen for it, once each', async () => {
  const event = marker('event');
  const code = `export const triggers = [{ type: 'event', event: '${event}' }]; ${ECHO}`;
  const own = await save(code);
  const open = await save(code, { public: true });
  const sent = await admin.post('/functions/events', { event, data: { n: 1 } });
  expectStatus(sent, 202);
  expect(sent.body).toEqual({ event, functions: 2 });
  for (const fn of [own, open]) {
    const [execution] = await executionsOf(fn, 1);
    expect(execution).toMatchObject({
      status: 'completed',
      trigger_type: 'event',
      attempt: 1,
      user_id: expect.any(String),
    });
    const result = { trigger: 'event', id: execution?.id, body: { event, data: { n: 1 } } };
    expect(execution?.result).toEqual(result);
  }
  const stranger = await createPerson();
  expect((await stranger.post('/functions/events', { event })).body).toEqual({ event, functions: 1 });
  expect((await stranger.post('/functions/events', { event: marker() })).body).toMatchObject({
    functions: 0,
  });
  expectProblem(await stranger.post('/functions/events', { event: '' }), 422);
  await executionsOf(open, 2);
  expect(await executionsOf(own, 1)).toHaveLength(1);
});

it('a function with the trigger once runs once after it was deployed', async () => {
  const fn = await save(`export const triggers = [{ type: 'once' }]; ${ECHO}`);
  const [execution] = await executionsOf(fn, 1);
  expect(execution).toMatchObject({ status: 'completed', trigger_type: 'schedule' });
  expect(execution?.result).toMatchObject({ trigger: 'schedule', body: { type: 'once' } });
  expectStatus(await admin.patch(`/functions/${fn.id}`, { description: 'changed' }), 200);
  await new Promise((done) => setTimeout(done, 3000));
  expect(await executionsOf(fn, 1)).toHaveLength(1);
});

it.each([
  ['@daily', 'five fields'],
  ['* * * *', 'five fields'],
  ['0 0 30 2 *', 'never comes'],
  ['61 * * * *', 'five fields'],
])('the schedule %s is refused', async (cron, why) => {
  const code = `export const triggers = [{ type: 'schedule', cron: '${cron}' }]; ${ECHO}`;
  const answer = await admin.post('/functions/', { name: marker('f'), code });
  expectStatus(answer, 422);
  expect(answer.text).toContain(why);
});
