import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ExecutionEvent, ExecutionReport } from '@selfdb/shared/functions/runner-protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createReports } from './reports.ts';

const received: ExecutionReport[] = [];
let status = 204;
const server = createServer(async (request, response) => {
  const report = ExecutionReport.parse(await json(request));
  if (status === 204) received.push(report);
  response.writeHead(status).end();
});
const options = { functionsUrl: '', internalSecret: 'a secret of thirty-two characters', log: () => {} };
beforeAll(async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  options.functionsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  received.length = 0;
  status = 204;
});

afterEach(() => void vi.useRealTimers());

function started(): Extract<ExecutionEvent, { type: 'started' }> {
  return {
    ...{ type: 'started', execution_id: randomUUID(), function_id: randomUUID(), version: 1 },
    ...{ trigger_type: 'http', user_id: null, started_at: new Date().toISOString(), attempt: 1 },
  };
}

function ended(start: ExecutionEvent): ExecutionEvent {
  return {
    ...{ ...start, type: 'ended', status: 'completed', completed_at: start.started_at, duration_ms: 1 },
    ...{ response_status: 200, result: null, error_message: null, error_stack: null, fault: null },
    ...{ logs: [], logs_truncated: false },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !isSo(); i += 1) await sleep(25);
  expect(isSo()).toBe(true);
}

it('tells nothing of the start of an execution that has ended meanwhile', async () => {
  const reports = createReports(options, randomUUID());
  const [short, long] = [started(), started()];
  for (const event of [short, long, ended(short)]) reports.add(event);
  await until(() => received.length === 2);
  reports.close();
  const told = received[1]?.events?.map(({ type, execution_id: id }) => [type, id]);
  expect(told).toEqual([
    ['started', long.execution_id],
    ['ended', short.execution_id],
  ]);
});

it('says that the host has started until that is taken, and again when reports of the former one have come', async () => {
  status = 503;
  const reports = createReports(options, randomUUID(), 600);
  reports.add(started());
  await sleep(500);
  status = 204;
  await until(() => received.filter(({ events }) => events === undefined).length === 2);
  await sleep(500);
  reports.close();
  expect(received.map(({ events }) => events?.length)).toEqual([undefined, 1, undefined]);
});

it('sends all full requests that wait in one turn', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const reports = createReports(options, randomUUID());
  for (let count = 0; count < 400; count += 1) reports.add(started());
  vi.advanceTimersToNextTimer();
  await until(() => received.length === 3);
  reports.close();
  expect(received.map(({ events }) => events?.length)).toEqual([undefined, 200, 200]);
});
