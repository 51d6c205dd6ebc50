import { BASE_HEADER } from '@selfdb/server/http/request/public-url';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, documentUnder } from '../../testing/client.ts';
import { EXAMPLES } from './examples.ts';
import { REQUEST_HEADERS } from './request-headers.ts';
import { HEADERS_OF_OPERATION } from './response-headers.ts';

interface Documented {
  name: string;
  method: string;
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: { name: string; schema: { format?: string } }[];
  responses: Record<string, { headers: Record<string, unknown>; content?: object }>;
}

interface Document {
  servers: unknown;
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Documented>>;
  components: { schemas: Record<string, { examples?: unknown[]; properties?: Record<string, object> }> };
}

let document: Document;
let operations: Documented[];

beforeAll(async () => {
  document = (await call<Document>('GET', '/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      method,
      name: `${method} ${path}`,
    })),
  );
});

/** The operations with a fault, and the fault, so that a failure names them. */
const faults = (find: (operation: Documented) => unknown) =>
  operations.flatMap((operation) => {
    const fault = find(operation);
    return fault ? [`${operation.name}: ${fault}`] : [];
  });

const without = (header: string, isMeant: (status: string) => boolean) => (operation: Documented) =>
  Object.entries(operation.responses)
    .filter(([status, { headers }]) => isMeant(status) && !(header in headers))
    .map(([status]) => status)
    .join();

describe('each operation', () => {
  it('has a unique id in camel case', () => {
    expect(
      faults(({ operationId }) => !/^[a-z][a-zA-Z]+$/.test(operationId ?? '') && `"${operationId}"`),
    ).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('has a summary of one line', () => {
    expect(faults(({ summary = '' }) => !/^[A-Z].{3,90}[^.]$/.test(summary) && `"${summary}"`)).toEqual([]);
  });

  it('has one tag that the document describes', () => {
    const known = new Map(document.tags.map(({ name, description }) => [name, description]));
    expect(
      faults(({ tags = [] }) => !(tags.length === 1 && known.get(tags[0] ?? '')) && `[${tags}]`),
    ).toEqual([]);
  });

  it('lists the answers that every request may get', () => {
    const shared = ['405', '422', '500', '503'];
    expect(faults(({ responses }) => shared.filter((status) => !responses[status]).join())).toEqual([]);
  });

  it('lists the headers of its answers', () => {
    expect(faults(without('X-Request-Id', () => true))).toEqual([]);
    expect(faults(without('Retry-After', (status) => status === '429' || status === '503'))).toEqual([]);
    expect(faults(without('Allow', (status) => status === '405'))).toEqual([]);
    expect(faults(without('WWW-Authenticate', (status) => status === '401'))).toEqual([]);
    expect(faults(without('Content-Range', (status) => status === '206' || status === '416'))).toEqual([]);
    const writes = faults(({ name, responses }) =>
      /^(post|patch|delete) .*\/data(\/\{row_id\})?$/.test(name)
        ? Object.keys(responses).some((status) => /^2/.test(status) && !cursorIn(responses[status]))
        : false,
    );
    expect(writes).toEqual([]);
  });

  it('has no body in an answer to HEAD', () => {
    const isBodied = ({ method, responses }: Documented) =>
      method === 'head' && Object.values(responses).some(({ content }) => content);
    expect(operations.some(({ method }) => method === 'head')).toBe(true);
    expect(faults(isBodied)).toEqual([]);
  });
});

const cursorIn = (response: Documented['responses'][string] | undefined) =>
  response !== undefined && 'X-SelfDB-Cursor' in response.headers;

it('adds headers and examples to existing definitions', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(ids).toEqual(expect.arrayContaining(Object.keys(HEADERS_OF_OPERATION)));
  expect(ids).toEqual(expect.arrayContaining(Object.keys(REQUEST_HEADERS)));
  for (const [name, example] of Object.entries(EXAMPLES)) {
    expect([name, document.components.schemas[name]?.examples]).toEqual([name, [example]]);
  }
});

it('marks whole numbers that may not fit 32 bits', () => {
  const { StoredFile, FilePage } = document.components.schemas;
  expect(StoredFile?.properties?.size).toMatchObject({ type: 'integer', format: 'int64' });
  expect(FilePage?.properties?.total).toMatchObject({ format: 'int64' });
  const parameters = document.paths['/tables']?.get?.parameters ?? [];
  const formats = parameters.map(({ name, schema }) => [name, schema.format]);
  expect(Object.fromEntries(formats)).toMatchObject({ skip: 'int64', limit: undefined });
});

it('has no schema whose name shadows a built-in name of a language', () => {
  const taken = ['List', 'Dict', 'String', 'Integer', 'Exception', 'Record', 'Type', 'Enum', 'Struct', 'Any'];
  const isTaken = (name: string) => name in globalThis || taken.includes(name);
  expect(isTaken('File') && isTaken('Error') && isTaken('Function')).toBe(true);
  expect(Object.keys(document.components.schemas).filter(isTaken)).toEqual([]);
});

it('has the URL of the API, derived from the request', async () => {
  expect(document.servers).toEqual([{ url: 'http://worker' }]);
  const forged = { 'X-Forwarded-Prefix': '/x', [BASE_HEADER]: 'https://evil.example' };
  expect(await documentUnder('/api', forged)).toEqual({
    ...document,
    servers: [{ url: 'http://worker/api' }],
    externalDocs: { description: expect.any(String), url: 'http://worker/api/docs' },
  });
});
