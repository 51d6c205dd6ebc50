import { REQUEST_HEADERS } from './request-headers.ts';
import {
  HEADERS_OF_OPERATION,
  HEADERS_OF_PATH,
  HEADERS_OF_STATUS,
  type HeaderName,
} from './response-headers.ts';
import type { OpenApiDocument, OpenApiOperation, ResponseObject, Responses } from './types.ts';

const METHODS = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete'] as const;

const ERROR = { 'application/json': { schema: { $ref: '#/components/schemas/ApiError' } } };

/** Answers that any request may get, so that routes need not declare them. */
const SHARED_RESPONSES: Responses = {
  405: { description: 'The path does not support this method; see Allow', content: ERROR },
  500: { description: 'An error of the server; its log has the details by the request id', content: ERROR },
};

/** Adds to each operation the shared answers, the headers of its answers and the headers that it reads. */
export function completeOperations(document: OpenApiDocument): void {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) complete(operation, method, path);
    }
  }
}

function complete(operation: OpenApiOperation, method: string, path: string): void {
  const id = operation.operationId ?? '';
  const parameters = [...(operation.parameters ?? []), ...(REQUEST_HEADERS[id] ?? [])];
  if (parameters.length > 0) operation.parameters = parameters;
  const ofPath = HEADERS_OF_PATH.filter(([prefix]) => path.startsWith(prefix)).flatMap(([, names]) => names);
  const responses: Responses = {};
  for (const [status, response] of Object.entries({ ...SHARED_RESPONSES, ...operation.responses })) {
    const names = [
      ...ofPath,
      ...(HEADERS_OF_STATUS[status] ?? []),
      ...(HEADERS_OF_OPERATION[id]?.[status] ?? []),
      ...(HEADERS_OF_OPERATION[id]?.[`${status.charAt(0)}XX`] ?? []),
    ];
    responses[status] = withHeaders(response, names, method === 'head');
  }
  operation.responses = responses;
}

/** An answer to HEAD has the headers, and no body. */
function withHeaders(response: ResponseObject, names: HeaderName[], isHead: boolean): ResponseObject {
  const { content, ...rest } = response;
  const headers = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
  return { ...rest, headers, ...(content && !isHead ? { content } : {}) };
}
