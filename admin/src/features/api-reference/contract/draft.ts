import type { ApiCall } from '../snippets/call.ts';
import { exampleChange, exampleKey, exampleRow, type Known } from '../snippets/example-row.ts';
import { keyText, type RowTable } from '../snippets/row-calls.ts';
import { exampleOf } from './example.ts';
import type { ApiDocument, Parameter } from './openapi.ts';
import type { Operation } from './operations.ts';

/** What a person has filled in for an operation. An empty field is not sent. */
export interface Draft {
  values: Record<string, string>;
  /** JSON, as typed. */
  body: string;
  /** Who sends it: the signed-in user, or anyone who has the API key. */
  as: 'user' | 'key';
}

/** What the page knows of this system, to fill in instead of examples. */
export interface Surroundings extends Known {
  table?: RowTable | undefined;
  bucket?: { id: string; name: string } | undefined;
  user: { id: string; email: string };
}

const FIRST_TABLE = {
  name: 'notes',
  table_schema: { title: { type: 'text', nullable: false }, done: { type: 'boolean', default: false } },
};
const BODIES: Record<string, unknown> = {
  createTable: FIRST_TABLE,
  runSql: { query: 'select now()', read_only: true },
  addColumn: { name: 'note', type: 'text' },
  updateTable: { description: 'What is in it' },
};

function bodyFor(operation: Operation, document: ApiDocument, around: Surroundings): unknown {
  const { table } = around;
  if (table && operation.id === 'insertRows') return exampleRow(table.columns, around);
  if (table && /^updateRows?$/.test(operation.id)) return exampleChange(table.columns, around);
  if (table && operation.id === 'queryRows') return { filter: keyFilter(table, around), page_size: 20 };
  if (operation.id === 'login') return { email: around.user.email, password: 'your password' };
  const known = BODIES[operation.id];
  if (known !== undefined) return known;
  const { schema, example } = operation.body?.content ?? {};
  return example ?? (schema ? exampleOf(document, schema) : {});
}

function keyFilter(table: RowTable, around: Surroundings) {
  const { name, value } = exampleKey(table.columns, around);
  return { [name]: { eq: value } };
}

function valueFor({ path }: Operation, parameter: Parameter, around: Surroundings): string | undefined {
  const { table, bucket, user } = around;
  const { name } = parameter;
  if (path.startsWith('/tables/{id}')) {
    if (name === 'id') return table?.id;
    if (name === 'row_id' && table) return keyText(exampleKey(table.columns, around).value);
    if (name === 'column') return table?.columns.find(({ primary_key }) => !primary_key)?.name;
    if (name === 'filter' && parameter.required && table) return JSON.stringify(keyFilter(table, around));
  }
  if (name === 'bucket_id') return bucket?.id;
  if (name === 'bucket') return bucket?.name;
  if (path.startsWith('/storage/buckets/') && name === 'id') return bucket?.id;
  if (path.startsWith('/users/') && name === 'id') return user.id;
  if (name === 'filename') return 'hello.txt';
  return undefined;
}

/** What an operation begins with: this system's own ids where they are needed, and examples of the schema elsewhere. */
export function newDraft(operation: Operation, document: ApiDocument, around: Surroundings): Draft {
  const filled = operation.parameters.map((parameter) => {
    const known =
      parameter.required || parameter.name === 'bucket_id'
        ? valueFor(operation, parameter, around)
        : undefined;
    if (known !== undefined || !parameter.required || !parameter.schema) return [parameter.name, known ?? ''];
    const { default: byDefault, example, const: constant, enum: choices } = parameter.schema;
    const value = example ?? constant ?? byDefault ?? choices?.[0];
    return [parameter.name, value === undefined ? '' : String(value)];
  });
  const isJson = operation.body?.mediaType === 'application/json';
  return {
    values: Object.fromEntries(filled),
    body: isJson ? JSON.stringify(bodyFor(operation, document, around), null, 2) : '',
    as: operation.caller === 'user' || operation.caller === 'key-or-user' ? 'user' : 'key',
  };
}

function answerKind(operation: Operation): ApiCall['answer'] {
  const good = operation.answers.find(({ status }) => status.startsWith('2'));
  const types = Object.keys(good?.answer.content ?? {});
  if (types.length === 0 || operation.method === 'HEAD') return 'none';
  if (types.includes('application/json')) return 'json';
  return types[0]?.startsWith('text/') ? 'text' : 'bytes';
}

/** The request that a draft describes. Throws SyntaxError if its body is not JSON. */
export function toCall(
  operation: Operation,
  draft: Draft,
  parse: (text: string) => unknown,
  table?: { name: string; id: string },
): ApiCall {
  const place = (where: Parameter['in']) =>
    Object.fromEntries(
      operation.parameters
        .filter((parameter) => parameter.in === where)
        .map(({ name }) => [name, draft.values[name] ?? ''])
        .filter(([, value]) => where === 'path' || value !== ''),
    );
  const { body } = operation;
  const file = draft.values.filename || 'hello.txt';
  const isJson = body?.mediaType === 'application/json';
  const asUser = draft.as === 'user' && operation.caller !== 'anyone';
  const pathValues = place('path');
  return {
    operationId: operation.id,
    title: operation.title.replace(/\s+/g, ' '),
    method: operation.method,
    path: operation.path,
    pathValues,
    query: place('query'),
    headers: place('header'),
    ...(body && isJson && draft.body.trim() !== ''
      ? { body: { kind: 'json' as const, value: parse(draft.body) } }
      : {}),
    ...(body && !isJson ? { body: { kind: 'file' as const, name: file, type: body.mediaType } } : {}),
    auth: operation.caller === 'anyone' ? 'none' : asUser ? 'user' : 'key',
    answer: answerKind(operation),
    // Only its own id stands for the table's name.
    ...(table && operation.path.startsWith('/tables/{id}') && pathValues.id === table.id
      ? { table: table.name }
      : {}),
  };
}
