import { expect, it } from 'vitest';
import { checkValue } from './check-value.ts';
import { newDraft, toCall } from './draft.ts';
import { exampleOf } from './example.ts';
import type { ApiDocument } from './openapi.ts';
import { findOperation, findOperations, readOperations } from './operations.ts';
import { schemaRow } from './schema-rows.ts';

const document: ApiDocument = {
  paths: {
    '/tables/{id}/data/{row_id}': {
      patch: {
        operationId: 'updateRow',
        summary: 'Change a row (self, ADMIN)',
        tags: ['Rows'],
        security: [{ apiKey: [], bearer: [] }],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          { name: 'row_id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'id_column', in: 'query', schema: { type: 'string' } },
        ],
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
        responses: { 200: { description: 'The row', content: { 'application/json': {} } } },
      },
    },
    '/health': { get: { operationId: 'getHealth', security: [], responses: {} } },
    '/open': { get: { security: [{ apiKey: [] }, { apiKey: [], bearer: [] }] } },
  },
  components: {
    schemas: {
      Node: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 63 },
          parent: { anyOf: [{ $ref: '#/components/schemas/Node' }, { type: 'null' }] },
          children: { type: 'array', maxItems: 5, items: { $ref: '#/components/schemas/Node' } },
          kind: { type: ['string', 'null'], enum: ['a', 'b', null], default: 'a' },
        },
      },
    },
  },
};
const node = { $ref: '#/components/schemas/Node' };

it('operations come by their tag, with who may call them, and are found by any of their words', () => {
  const groups = readOperations(document);
  expect(groups.map(({ name }) => name)).toEqual(['Rows', 'health', 'open']);
  expect(groups.flatMap(({ operations }) => operations.map(({ caller }) => caller))).toEqual([
    'user',
    'anyone',
    'key-or-user',
  ]);
  expect(findOperations(groups, 'row change')[0]?.operations[0]?.id).toBe('updateRow');
  expect(findOperations(groups, 'nothing')).toEqual([]);
  expect(findOperation(groups, 'updateRow')).toMatchObject({
    title: 'Change a row',
    allowed: 'Yourself or administrators',
  });
  expect(findOperation(groups, 'GET /health')?.title).toBe('Get health');
});

it('a schema is shown with limits, values and nulls, and ends where it contains itself', () => {
  const row = schemaRow(document, { type: 'array', items: node });
  expect(row.type).toBe('list of Node');
  const [name, parent, children, kind] = row.children;
  expect(name).toMatchObject({ required: true, limits: ['1 to 63 characters'], type: 'text' });
  expect(parent).toMatchObject({ nullable: true, repeats: 'Node', children: [] });
  expect(children).toMatchObject({ type: 'list of Node', repeats: 'Node', limits: ['at most 5 items'] });
  expect(kind).toMatchObject({ values: ['a', 'b'], nullable: true, default: '"a"' });
});

it('an example has what a schema requires, and prefers examples and defaults', () => {
  expect(exampleOf(document, node)).toEqual({ name: 'text' });
  expect(exampleOf(document, { ...node, examples: [{ name: 'x' }] })).toEqual({ name: 'x' });
  expect(exampleOf(document, { type: 'array', items: { type: 'integer', minimum: 5 } })).toEqual([5]);
  expect(exampleOf(document, { oneOf: [{ type: 'null' }, { type: 'string', format: 'uuid' }] })).toMatch(
    /^0{8}-/,
  );
});

it('a draft is filled with the own table, its key and a change that its columns take', () => {
  const operation = findOperation(readOperations(document), 'updateRow');
  if (!operation) throw new Error('The operation is gone.');
  const table = {
    id: '0198',
    name: 'books',
    access: 'owner',
    columns: [
      { name: 'isbn', type: 'bigint', nullable: false, primary_key: true },
      { name: 'year', type: 'integer', nullable: true },
    ],
  };
  const around = { table, user: { id: 'u', email: 'ada@example.com' }, row: { isbn: 7 } };
  const draft = newDraft(operation, document, around);
  expect(draft).toMatchObject({ values: { id: '0198', row_id: '7', id_column: '' }, as: 'user' });
  const call = toCall(operation, draft, JSON.parse, table);
  expect(call).toMatchObject({ auth: 'user', query: {}, body: { value: { year: 1 } }, table: 'books' });
  const other = { ...draft, values: { ...draft.values, id: '0199' } };
  expect(toCall(operation, other, JSON.parse, table).table).toBeUndefined();
});

it('a value is checked against its schema before it is sent', () => {
  expect(checkValue({ type: 'integer', maximum: 5 }, '6', false)).toBe('At most 5.');
  expect(checkValue({ type: 'integer' }, '1.5', false)).toBe('Write a whole number.');
  expect(checkValue({ type: 'string', format: 'uuid' }, 'x', true)).toBe('Write a UUID.');
  expect(checkValue({ type: 'string' }, '', true)).toBe('The request needs this.');
  expect(checkValue({ type: 'string' }, '', false)).toBeUndefined();
});
