import { type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { buffer, json } from 'node:stream/consumers';
import { AppError } from '@selfdb/shared/errors';
import type { FunctionCode, Invocation } from '@selfdb/shared/functions/runner-protocol';
import type { FindCode } from '../code-store.ts';
import { passedHeaders } from '../headers.ts';
import type { Reports } from '../reports.ts';
import type { Pool } from '../runner/pool.ts';
import type { Runner } from '../runner/runner.ts';
import type { Admit } from './admission.ts';
import { answerFault } from './answer-fault.ts';
import { type Execution, endedEvent, startedEvent } from './execution.ts';
import { passAnswer } from './pass-answer.ts';
import type { Places } from './places.ts';
import { timeOut } from './time-out.ts';

export interface Parts {
  findCode: FindCode;
  places: Places;
  pool: Pool;
  reports: Reports;
  admit: Admit;
  /** Executions that were asked for and have not begun. */
  arriving: Set<string>;
}

/**
 * Runs a function for a request that has come, and answers it. An HTTP call ends with its client's connection. A job goes on: its
 * sender may restart, and learns from the report how it ended.
 */
export async function invoke(
  parts: Parts,
  invocation: Invocation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  parts.arriving.add(invocation.execution_id);
  try {
    const body = isJob(invocation) ? await buffer(request) : request;
    const started = await start(parts, invocation, response);
    if (started) await run(started.runner, started.execution, { request, body }, response);
  } finally {
    parts.arriving.delete(invocation.execution_id);
  }
}

/** Finds a place, a process and the code. Undefined if there are none, which it answers. */
async function start(
  parts: Parts,
  invocation: Invocation,
  response: ServerResponse,
): Promise<{ runner: Runner; execution: Execution } | undefined> {
  const id = invocation.execution_id;
  const code = await findCode(parts, invocation, response);
  if (!code) return undefined;
  const free = await parts.places.take(code.id, code.max_concurrent);
  const isWanted = isJob(invocation) || !response.destroyed;
  const runner = free && isWanted ? await parts.pool.take(code) : undefined;
  if (!free || !runner) {
    free?.();
    answerFault(response, 'function_busy', id);
    return undefined;
  }
  const execution = begin(parts, invocation, runner, code, free);
  if (!isJob(invocation)) parts.reports.add(startedEvent(execution));
  else if (!(await mayRun(parts, execution))) {
    answerFault(response, 'function_busy', id);
    return undefined;
  }
  return { runner, execution };
}

/** Undefined if the function can't run, which it answers. */
async function findCode(
  parts: Parts,
  { function_id, revision, execution_id }: Invocation,
  response: ServerResponse,
): Promise<FunctionCode | undefined> {
  try {
    return await parts.findCode(function_id, revision);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
    const fault = error.code === 'conflict' ? 'function_not_ready' : 'function_not_found';
    answerFault(response, fault, execution_id);
    return undefined;
  }
}

/** Whether a job is still to run. */
async function mayRun({ admit }: Parts, execution: Execution): Promise<boolean> {
  try {
    const mayBegin = await admit(startedEvent(execution));
    if (!mayBegin) execution.withdraw();
    return mayBegin;
  } catch {
    execution.end({ status: 'failed', fault: 'cut', message: 'The execution was cut before the code ran.' });
    return false;
  }
}

function isJob({ trigger_type }: Invocation): boolean {
  return trigger_type !== 'http';
}

function begin(
  { pool, reports }: Parts,
  invocation: Invocation,
  runner: Runner,
  code: FunctionCode,
  free: () => void,
): Execution {
  const id = invocation.execution_id;
  const execution: Execution = {
    ...{ invocation, code, startedAt: new Date(), responseStatus: null, result: null, isTimedOut: false },
    outputFrom: runner.output.position(),
    answered: Promise.withResolvers(),
    end(ending) {
      if (!runner.executions.has(id)) return;
      reports.add(endedEvent(execution, ending));
      execution.withdraw();
    },
    withdraw() {
      if (!runner.executions.delete(id)) return;
      free();
      pool.release(runner);
    },
  };
  runner.executions.set(id, execution);
  runner.claims -= 1;
  return execution;
}

async function run(
  runner: Runner,
  execution: Execution,
  { request, body }: { request: IncomingMessage; body: IncomingMessage | Buffer },
  response: ServerResponse,
): Promise<void> {
  const { invocation, code } = execution;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = {
    ...passedHeaders(request.headers),
    'x-execution-id': invocation.execution_id,
    'x-trigger-type': invocation.trigger_type,
    'x-selfdb-url': invocation.url,
  };
  const { socketPath, agent } = runner;
  const call = send({ socketPath, agent, path: '/', method: request.method, headers });
  call.on('response', resolve).on('error', reject);
  const timer = setTimeout(
    () => {
      const cut = () => {
        answerFault(response, 'function_timeout', invocation.execution_id);
        call.destroy();
      };
      // An answer that is out leaves `waitUntil`, which only a retired runner ends.
      void timeOut(runner, execution, response.writableFinished ? () => {} : cut);
    },
    Math.min(invocation.timeout_ms ?? code.timeout_ms, code.timeout_ms),
  );
  const end = execution.end;
  execution.end = (ending) => {
    clearTimeout(timer);
    end(ending);
  };
  if (Buffer.isBuffer(body)) call.end(body);
  else {
    response.on('close', () => response.writableFinished || call.destroy());
    if (hasBody(request)) body.pipe(call);
    else call.end();
  }
  try {
    const passing = answer(execution, await promise, response);
    if (!isJob(invocation)) execution.answered.resolve();
    await passing;
  } catch {
    // The runner's end, or the client's, settles the execution.
    if (!execution.isTimedOut && !response.destroyed)
      answerFault(response, 'function_crashed', invocation.execution_id);
  }
  execution.answered.resolve();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

async function answer(
  execution: Execution,
  answered: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fault = answered.headers['x-selfdb-fault'];
  if (!fault) return passAnswer(execution, answered, response);
  const { message, stack } = (await json(answered)) as { message: string; stack: string | null };
  answerFault(response, 'function_crashed', execution.invocation.execution_id);
  // What a function threw comes with its logs; code that does not load has none.
  if (fault === 'load')
    execution.end({ status: 'failed', fault: 'load', message, stack: stack ?? undefined });
}
