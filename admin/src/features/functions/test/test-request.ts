import type { InvokeOptions } from '@selfdb/sdk';
import { createStore } from 'solid-js/store';

/** The request as the form has it. */
export interface TestRequest {
  method: string;
  /** Below the function, with a query: /orders/7?deep=true. */
  path: string;
  /** A line each: Name: value. */
  headers: string;
  body: string;
}

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const NEW: TestRequest = { method: 'GET', path: '', headers: '', body: '' };
const HEADER = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*:(.*)$/;

// Outside of the page: the form and the last answer stay while other pages are shown.
const [requests, setRequests] = createStore<Record<string, TestRequest>>({});

export function requestOf(functionId: string): TestRequest {
  return requests[functionId] ?? NEW;
}

export function changeRequest(functionId: string, changes: Partial<TestRequest>): void {
  setRequests(functionId, { ...requestOf(functionId), ...changes });
}

export function takesBody({ method }: TestRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** What is wrong with the lines of headers, as a sentence. Undefined if nothing is. */
export function headersProblem(text: string): string | undefined {
  const wrong = linesOf(text).find((line) => !HEADER.test(line));
  return wrong && `Write “${wrong.slice(0, 40)}” as Name: value.`;
}

/** The request as the SDK takes it. A body without a type is sent as JSON. */
export function toInvocation(request: TestRequest): InvokeOptions {
  const [path = '', query = ''] = request.path.split(/\?(.*)/s);
  const headers = Object.fromEntries(
    linesOf(request.headers).flatMap((line) => {
      const [, name, value = ''] = HEADER.exec(line) ?? [];
      return name ? [[name, value.trim()]] : [];
    }),
  );
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  const body = takesBody(request) && request.body !== '' ? request.body : undefined;
  return {
    method: request.method,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: body === undefined || hasType ? headers : { ...headers, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
