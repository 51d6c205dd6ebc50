import { expect } from 'vitest';
import type { Answer } from '../clients/client.ts';
import { operationKey } from '../matrix/auth-matrix.ts';
import { type DocumentedOperation, type OpenApiDocument, operationsOf } from './document.ts';
import { closed, createValidators, pointerTo } from './schemas.ts';

/** Headers of HTTP itself and those for browsers, which no client has to read. */
const ORDINARY =
  /^(access-control-.*|cache-control|connection|content-(encoding|length|type|security-policy)|cross-origin-.*|date|keep-alive|transfer-encoding|vary|x-content-type-options)$/;

interface DeclaredResponse {
  headers?: Record<string, unknown>;
  content?: Record<string, unknown>;
}

/** A function that fails the test when an answer has a status, a header or a field that its operation does not declare. */
export function createDeclaredCheck(document: OpenApiDocument) {
  const operations = new Map(operationsOf(document).map((operation) => [operation.key, operation]));
  const validatorAt = createValidators(closed(document));
  return (key: string, answer: Answer<unknown>): void => {
    const [method = '', path = ''] = key.split(' ');
    const operation = operations.get(operationKey(method, path));
    if (!operation) throw new Error(`The document has no ${key}.`);
    const name = `${key} ${answer.status}`;
    const response = operation.responses[answer.status] as DeclaredResponse | undefined;
    expect(response, `${name} is not declared: ${answer.text}`).toBeDefined();
    expect(undeclaredHeaders(answer.headers, response), name).toEqual([]);
    if (answer.headers.get('content-type')?.startsWith('application/json') && answer.method !== 'HEAD') {
      const validate = validatorAt(bodyPointer(operation, answer.status));
      validate(answer.body);
      expect(validate.errors ?? [], `${name}: ${answer.text.slice(0, 500)}`).toEqual([]);
    }
  };
}

function undeclaredHeaders(headers: Headers, { headers: declared = {} }: DeclaredResponse = {}): string[] {
  const known = Object.keys(declared).map((name) => name.toLowerCase());
  return [...headers.keys()].filter((name) => !known.includes(name) && !ORDINARY.test(name));
}

function bodyPointer({ path, method }: DocumentedOperation, status: number): string {
  const response = ['paths', path, method.toLowerCase(), 'responses', String(status)];
  return pointerTo(...response, 'content', 'application/json', 'schema');
}
