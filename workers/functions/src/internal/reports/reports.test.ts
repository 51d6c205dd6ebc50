import { firstIdAt } from '@selfdb/server/db/first-id-at';
import { rows, value } from '@selfdb/server/testing/postgres';
import { expect, test } from 'vitest';
import { doneBySystem } from '../../testing/audited.ts';
import { call, createAdmin, createFunction } from '../../testing/client.ts';

const host = crypto.randomUUID();
const newId = () => firstIdAt(Date.now()).slice(0, 15) + crypto.randomUUID().slice(15);

const report = (events?: object[], host_id = host) =>
  call('POST', '/internal/executions', { json: { host_id, events } });

function started(function_id: string, execution_id: string) {
  const started_at = new Date().toISOString();
  return {
    type: 'started',
    execution_id,
    function_id,
    version: 1,
    trigger_type: 'http',
    user_id: null,
    started_at,
    attempt: 1,
  };
}

function ended(function_id: string, execution_id: string, fields: object = {}) {
  return {
    ...started(function_id, execution_id),
    type: 'ended',
    status: 'completed',
    completed_at: new Date().toISOString(),
    duration_ms: 12.5,
    response_status: 200,
    result: null,
    error_message: null,
    error_stack: null,
    fault: null,
    logs: [{ level: 'info', message: 'one\0', timestamp: new Date().toISOString() }],
    logs_truncated: false,
    ...fields,
  };
}

const fault = { status: 'failed', fault: 'crashed', error_message: 'It crashed.', response_status: null };
let faults = 0;
/** A fault of its own: executions that one fault ended have the same time. */
const nextFault = () => ({ ...fault, completed_at: new Date(Date.now() + ++faults).toISOString() });

test('a report that comes twice is stored and counted once', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const execution = newId();
  await report([started(id, execution)]);
  const running = await call<{ status: string }[]>('GET', `/functions/${id}/executions`, { token });
  expect(running.body.map(({ status }) => status)).toEqual(['running']);
  for (let i = 0; i < 2; i++) {
    expect((await report([started(id, execution), ended(id, execution)])).status).toBe(204);
  }
  const { body } = await call<Record<string, unknown>>('GET', `/functions/${id}`, { token });
  expect(body).toMatchObject({ execution_count: 1, execution_success_count: 1, avg_execution_time_ms: 12.5 });
  const logs = await call<{ message: string }[]>('GET', `/functions/${id}/logs`, { token });
  expect(logs.body.map(({ message }) => message)).toEqual(['one\ufffd']);
  const metrics = await call('GET', `/functions/${id}/metrics`, { token });
  expect(metrics.body).toEqual({ count: 1, errors: 0, p50_ms: 12.5, p95_ms: 12.5 });
});

test('what another host left running was cut, and a late end changes nothing', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const execution = newId();
  await report([started(id, execution)]);
  await report(undefined, crypto.randomUUID());
  await report([ended(id, execution)]);
  const { body } = await call('GET', `/functions/${id}/executions/${execution}`, { token });
  expect(body).toMatchObject({ status: 'failed', error_message: expect.stringContaining('cut') });
});

test('three faults in a row deactivate a function, and a good execution between them does not', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const isActive = () => value('select is_active from selfdb.functions where id = $1', [id]);
  await report([
    ended(id, newId(), nextFault()),
    ended(id, newId(), nextFault()),
    ended(id, newId()),
    ended(id, newId(), nextFault()),
  ]);
  await report([ended(id, newId(), nextFault())]);
  expect(await isActive()).toBe(true);
  await report([ended(id, newId(), nextFault())]);
  expect(await isActive()).toBe(false);
  const { body } = await call<{ deployment_error: string }>('GET', `/functions/${id}`, { token });
  expect(body.deployment_error).toContain('three executions in a row');
  await report([ended(id, newId(), nextFault())]);
  expect(await doneBySystem(id)).toEqual([
    { action: 'function.deactivated', target_name: expect.any(String) },
  ]);
});

test('executions that one fault ended count once, and those that it cut neither count nor are good', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const isActive = () => value('select is_active from selfdb.functions where id = $1', [id]);
  const cut = { ...fault, fault: 'cut' };
  const crash = () => {
    const one = nextFault();
    return [
      ended(id, newId(), one),
      ended(id, newId(), one),
      ended(id, newId(), one),
      ended(id, newId(), cut),
    ];
  };
  await report(crash());
  await report([...crash(), ended(id, newId(), cut)]);
  expect(await isActive()).toBe(true);
  await report(crash());
  expect(await isActive()).toBe(false);
});

test('executions of a deleted function are left out', async () => {
  const id = crypto.randomUUID();
  expect((await report([ended(id, newId())])).status).toBe(204);
  expect(await rows('select from selfdb.function_executions where function_id = $1', [id])).toEqual([]);
});

test('old days are dropped', async () => {
  await rows(`create table selfdb.function_logs_20200101 partition of selfdb.function_logs for values
    from ('${firstIdAt(Date.UTC(2020, 0, 1))}') to ('${firstIdAt(Date.UTC(2020, 0, 2))}')`);
  expect(await value('select selfdb.drop_function_days(14, 1000000000)')).toBe(1);
  expect(await value('select selfdb.drop_function_days(14, 0)')).toBe(0);
});
