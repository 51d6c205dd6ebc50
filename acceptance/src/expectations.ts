import { expect } from 'vitest';
import type { Answer } from './clients/client.ts';

export interface Problem {
  detail: string | Issue[];
  code: string;
  request_id: string;
}

interface Issue {
  loc: (string | number)[];
  msg: string;
  type: string;
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const UTC_MILLIS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,}(Z|\+00:00)$/;

const LEAKS = /\n\s+at |\.ts:\d|\.js:\d|postgres(ql)?:\/\/|127\.0\.0\.1|localhost|node:internal|ECONN/i;

const about = (answer: Answer<unknown>) =>
  `${answer.method} ${answer.path} → ${answer.status} ${answer.text.slice(0, 400)}`;

/** The status is the one (or one of those) expected; the failure shows the whole answer. */
export function expectStatus(answer: Answer<unknown>, ...statuses: number[]): void {
  expect(statuses, about(answer)).toContain(answer.status);
}

export function expectClientError(answer: Answer<unknown>): void {
  expect(answer.status >= 400 && answer.status < 500, about(answer)).toBe(true);
  expectErrorBody(answer);
}

function expectErrorBody(answer: Answer<unknown>): void {
  const problem = answer.body as Problem | undefined;
  expect(answer.headers.get('content-type'), about(answer)).toMatch(/^application\/(problem\+)?json/);
  expect(problem?.code, about(answer)).toMatch(/^[a-z][a-z0-9_]*$/);
  expect(problem?.request_id, about(answer)).toBe(answer.headers.get('x-request-id'));
  expect(problem?.detail, about(answer)).toBeTruthy();
  expect(answer.text, about(answer)).not.toMatch(LEAKS);
}

/** An error of the contract's shape: a sentence, a stable code, the request's id, and no secrets. */
export function expectProblem(answer: Answer<unknown>, ...statuses: number[]): void {
  expectStatus(answer, ...statuses);
  expectErrorBody(answer);
  if (answer.status !== 422) expect(typeof (answer.body as Problem).detail, about(answer)).toBe('string');
}

/** A validation error, 422, with an issue whose `loc` is (or ends with) the given path. */
export function expectInvalid(answer: Answer<unknown>, ...loc: (string | number)[]): void {
  expectStatus(answer, 422);
  expectErrorBody(answer);
  const { detail } = answer.body as Problem;
  expect(Array.isArray(detail), about(answer)).toBe(true);
  const issues = detail as Issue[];
  expect(issues.length, about(answer)).toBeGreaterThan(0);
  for (const issue of issues) {
    expect(
      Array.isArray(issue.loc) && typeof issue.msg === 'string' && typeof issue.type === 'string',
      about(answer),
    ).toBe(true);
    expect(issue.msg.length, about(answer)).toBeGreaterThan(0);
  }
  if (loc.length === 0) return;
  expect(
    issues.some((issue) => JSON.stringify(issue.loc.slice(0, loc.length)) === JSON.stringify(loc)),
    `${about(answer)} should name ${loc.join('.')}`,
  ).toBe(true);
}

/** An error whose `detail`, a sentence or a list of issues, names the column. */
export function expectNames(answer: Answer<unknown>, name: string): void {
  const { detail } = answer.body as Problem;
  const named =
    typeof detail === 'string'
      ? detail.includes(name)
      : detail.some((issue) => issue.loc.includes(name) || issue.msg.includes(name));
  expect(named, `${about(answer)} should name ${name}`).toBe(true);
}

/** Deleted: 200, and JSON that says what. */
export function expectDeletedAs(answer: Answer<unknown>, what: object): void {
  expectStatus(answer, 200);
  expect(answer.body).toMatchObject({ status: 'deleted', message: expect.any(String), ...what });
}

/** Deleted: 204 and nothing in the body. */
export function expectDeleted(answer: Answer<unknown>): void {
  expectStatus(answer, 204);
  expect(answer.text).toBe('');
}

/** A user, deleted: who it was. */
export function expectUserDeleted(answer: Answer<unknown>): void {
  const id = answer.path.split('/').at(-1);
  expectDeletedAs(answer, { id, user_id: id, deleted_id: id });
}
