import { firstIdAt } from '@selfdb/server/db/first-id-at';
import { rows, value } from '@selfdb/server/testing/postgres';
import { call } from './client.ts';

const HOST = crypto.randomUUID();

/** What a test sees of a job. */
export interface Job {
  id: string;
  attempt: number;
  execution_id: string | null;
  last_error: string | null;
  is_claimed: boolean;
  is_due: boolean;
}

/** Queues a job past the API, with these columns. */
export async function queueJob(function_id: string, columns: Record<string, unknown> = {}): Promise<string> {
  const all = { function_id, trigger_type: 'event', ...columns };
  const request = JSON.stringify({ method: 'POST', path: '', headers: {}, body_base64: '' });
  const names = Object.keys(all);
  const places = names.map((_, i) => `$${i + 2}`);
  const id = await value(
    `insert into selfdb.function_jobs (request, ${names}) values ($1, ${places}) returning id`,
    [request, ...Object.values(all)],
  );
  return String(id);
}

/** The jobs of a function, in the order in which they came. */
export async function jobsOf(functionId: string): Promise<Job[]> {
  const found = await rows(
    `select id, attempt, execution_id, last_error, claimed_at is not null as is_claimed, run_at <= now() as is_due
     from selfdb.function_jobs where function_id = $1 order by id`,
    [functionId],
  );
  return found as unknown as Job[];
}

/** Removes what other tests have left. Jobs are taken from all functions. */
export async function forgetJobs(): Promise<void> {
  await rows('delete from selfdb.function_jobs');
}

/** An execution of a function, as the host tells of it. */
export function execution(function_id: string, execution_id: string, attempt = 1) {
  return {
    type: 'started',
    ...{ execution_id, function_id, version: 1, trigger_type: 'event', user_id: null },
    ...{ started_at: new Date().toISOString(), attempt },
  };
}

/** Says that executions have ended, as the host does. */
export function reportEnds(ends: object[]) {
  const defaults = {
    ...{ type: 'ended', status: 'completed', completed_at: new Date().toISOString(), duration_ms: 5 },
    ...{ response_status: 200, result: null, error_message: null, error_stack: null, fault: null },
    ...{ logs: [], logs_truncated: false },
  };
  const events = ends.map((end) => ({ ...end, ...defaults, ...end, type: 'ended' }));
  return call('POST', '/internal/executions', { json: { host_id: HOST, events } });
}

/** Asks for executions, as the host does before it runs jobs. Returns those that may begin. */
export async function begin(executions: object[]): Promise<string[]> {
  const json = { host_id: HOST, executions };
  return (await call<{ begun: string[] }>('POST', '/internal/executions/begin', { json })).body.begun;
}

/** An id of a row that came at a time, in milliseconds since 1970. */
export function idAt(at: number): string {
  return firstIdAt(at).slice(0, 15) + crypto.randomUUID().slice(15);
}
