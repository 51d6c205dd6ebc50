import { setTimeout as sleep } from 'node:timers/promises';
import { answers, type Runner } from '../runner/runner.ts';
import { type Execution, outputLines } from './execution.ts';

const GRACE_MS = 1000;

/** Ends an execution whose time is up: by cutting its request and, if the runner does not answer any more, by killing it. */
export async function timeOut(runner: Runner, execution: Execution, cut: () => void): Promise<void> {
  execution.isTimedOut = true;
  cut();
  const until = Date.now() + GRACE_MS;
  if (!(await answers(runner, GRACE_MS))) return runner.end('hung');
  // What it logged comes soon, unless `waitUntil` goes on.
  await sleep(Math.max(until - Date.now(), 0));
  if (!runner.executions.has(execution.invocation.execution_id)) return;
  runner.isRetired = true;
  execution.end({
    status: 'timeout',
    fault: 'timeout',
    message: 'The function took too long.',
    logs: outputLines(runner.output.since(execution.outputFrom)),
    truncated: true,
  });
}
