import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Ending, type Execution, endedEvent } from './execution.ts';
import { endByTail, Tails } from './tails.ts';

it('a tail that comes before the answer of a job ends it with the answer', async () => {
  const [tail] = Tails.parse([{ execution: randomUUID(), outcome: 'ok', logs: [], exceptions: [] }]);
  if (!tail) throw new Error('There is no tail.');
  const endings: (Ending & { response_status: number | null; result: unknown })[] = [];
  const execution: Execution = {
    invocation: {
      ...{ execution_id: tail.execution, function_id: randomUUID(), revision: 1, trigger_type: 'webhook' },
      ...{ attempt: 1, url: 'http://selfdb/', caller: null, depth: 0 },
    },
    code: {
      ...{ id: randomUUID(), name: 'hello', revision: 1, version: 1, main: 'index.js', modules: {} },
      ...{ variables: {}, network: { mode: 'none', hosts: [] }, timeout_ms: 1000, memory_mb: 128 },
      ...{ max_concurrent: 1, acting: { user_id: randomUUID(), session_id: randomUUID(), is_admin: false } },
    },
    ...{ startedAt: new Date(), responseStatus: null, result: null, isTimedOut: false, outputFrom: 0 },
    answered: Promise.withResolvers(),
    end(ending) {
      const { response_status, result } = endedEvent(execution, ending);
      endings.push({ ...ending, response_status, result });
    },
    withdraw() {},
  };
  const ended = endByTail(execution, tail);
  await new Promise((done) => setTimeout(done, 20));
  expect(endings).toEqual([]);
  Object.assign(execution, { responseStatus: 500, result: { a: 1 } });
  execution.answered.resolve();
  await ended;
  expect(endings).toMatchObject([{ status: 'completed', response_status: 500, result: { a: 1 } }]);
});
