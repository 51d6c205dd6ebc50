import type { SelfDB, SelfDBFunction } from '@selfdb/sdk';
import { createSignal } from 'solid-js';
import type { Answered } from '../../api-reference/try/send.ts';
import { type TestRequest, toInvocation } from './test-request.ts';

/** What a function answered to a test. */
export interface TestAnswer extends Answered {
  executionId: string;
}

/** More than the function may take, so that its own timeout ends it. */
const GRACE_MS = 15_000;

const [answers, setAnswers] = createSignal<ReadonlyMap<string, TestAnswer>>(new Map());

/** The last answer of a function, also after other pages were shown. */
export function lastAnswerOf(functionId: string): TestAnswer | undefined {
  return answers().get(functionId);
}

/** Calls the function as the signed-in person, and keeps what it answers. Throws what the API refuses. */
export async function sendTest(
  sdk: SelfDB,
  fn: SelfDBFunction,
  request: TestRequest,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const response = await sdk.functions.invoke(fn.name, {
    ...toInvocation(request),
    timeout: fn.timeout_seconds * 1000 + GRACE_MS,
    signal,
  });
  const body = await response.blob();
  const answer: TestAnswer = {
    request: `${request.method} /functions/${fn.name}/invoke${request.path && `/${request.path.replace(/^\/+/, '')}`}`,
    status: response.status,
    statusText: response.statusText,
    milliseconds: performance.now() - started,
    headers: [...response.headers],
    requestId: response.headers.get('X-Request-Id') ?? undefined,
    type: response.headers.get('Content-Type') ?? '',
    body,
    executionId: response.headers.get('X-Execution-Id') ?? '',
  };
  setAnswers((before) => new Map(before).set(fn.id, answer));
}
