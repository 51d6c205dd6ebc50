import type { ServerResponse } from 'node:http';
import { EXECUTION_ID_HEADER, OUTCOME_HEADER } from '@selfdb/shared/functions/runner-protocol';

const FAULTS = {
  function_timeout: [504, 'timeout', 'The function took too long.'],
  function_crashed: [502, 'failed', 'The function failed. Its owner finds the reason in the execution.'],
  function_busy: [503, 'failed', 'The function is busy. Try again shortly.'],
  function_not_found: [404, 'failed', 'The function does not exist.'],
  function_not_ready: [
    409,
    'failed',
    'The function can not run now. Its owner finds the reason on its page.',
  ],
} as const;

/** Answers for a function that could not, unless part of its own answer is already out. */
export function answerFault(response: ServerResponse, code: keyof typeof FAULTS, executionId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const [status, outcome, detail] = FAULTS[code];
  const retry = status === 503 ? { 'retry-after': '1' } : {};
  response.writeHead(status, {
    'content-type': 'application/json',
    [EXECUTION_ID_HEADER]: executionId,
    [OUTCOME_HEADER]: outcome,
    ...retry,
  });
  response.end(JSON.stringify({ detail, code, execution_id: executionId }));
}
