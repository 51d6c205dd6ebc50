import { expect, it } from 'vitest';
import { gridColumns } from '../values/column-kind.ts';
import { convertRecord, suggestMapping } from './convert-record.ts';
import { createLineReader } from './csv-records.ts';
import type { FileRecord } from './file-record.ts';
import { importRecords } from './insert-batches.ts';
import { createJsonSplitter, jsonRecords } from './json-records.ts';

const columns = gridColumns(
  [
    { name: 'id', type: 'bigint', nullable: false, primary_key: true },
    { name: 'first_name', type: 'text', nullable: true },
    { name: 'age', type: 'integer', nullable: true },
  ],
  new Map(),
);
const byName = new Map(columns.map((column) => [column.name, column]));

async function all<T>(stream: ReadableStream<T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const part of stream) items.push(...part);
  return items;
}

async function* inOnePart<T>(part: T): AsyncGenerator<T> {
  yield part;
}

it('knows the line of each record, past empty lines and fields with line breaks', () => {
  const read = createLineReader();
  const records = read([['\uFEFFid', 'note'], ['1', 'a\nb'], [''], ['2', 'c'], ['3']]);
  expect(records.map(({ line, problem }) => [line, problem])).toEqual([
    [2, undefined],
    [5, undefined],
    [6, 'It has 1 fields, the first line 2.'],
  ]);
  expect(records[0]?.values).toEqual({ id: '1', note: 'a\nb' });
});

it('cuts an array into its documents wherever the text is cut', () => {
  const text = '[\n{"a":"}]\\"{","b":[1,{"c":2}]},\n{"a":9007199254740993}\n]';
  for (let size = 1; size < text.length; size++) {
    const splitter = createJsonSplitter();
    const pieces = [];
    for (let i = 0; i < text.length; i += size) pieces.push(...splitter.push(text.slice(i, i + size)));
    expect(pieces).toEqual([
      { line: 2, text: '{"a":"}]\\"{","b":[1,{"c":2}]}' },
      { line: 3, text: '{"a":9007199254740993}' },
    ]);
    expect(splitter.end()).toBeUndefined();
  }
});

it('reads JSON lines and tells of one that is broken off', async () => {
  const records = await all(
    jsonRecords(new File(['{"id":1}\n{"id":2}\n{"id":'], 'x.jsonl'), () => undefined),
  );
  expect(records.map(({ line, values }) => [line, values])).toEqual([
    [1, { id: 1 }],
    [2, { id: 2 }],
    [3, {}],
  ]);
  expect(records[2]?.problem).toMatch(/not JSON/);
});

it('maps fields to columns by name and converts texts by type', () => {
  const mapping = suggestMapping(['ID', 'First Name', 'Age', 'Else'], columns);
  expect(mapping).toEqual({ ID: 'id', 'First Name': 'first_name', Age: 'age', Else: undefined });
  const record = (values: Record<string, string>): FileRecord => ({ line: 2, size: 1, values });
  const convert = (values: Record<string, string>) => convertRecord(record(values), mapping, byName, 'csv');
  expect(JSON.stringify(convert({ ID: '9007199254740993', 'First Name': '', Age: '7', Else: 'x' }))).toBe(
    '{"row":{"id":9007199254740993,"first_name":null,"age":7}}',
  );
  expect(convert({ ID: '1', 'First Name': 'x', Age: 'old' })).toEqual({
    problem: 'age: Write a whole number.',
  });
});

it('leaves out only the bad lines of a batch and reports them in order', async () => {
  const lines = Array.from({ length: 2500 }, (_, i) => (i === 700 ? 'x' : String(i)));
  const inserted: unknown[] = [];
  const taken = [3, 1999, 2000];
  const result = await importRecords({
    records: inOnePart(createLineReader()([['id'], ...lines.map((id) => [id])])),
    convert: (record) => convertRecord(record, { id: 'id' }, byName, 'csv'),
    insert: async (rows) => {
      if (rows.some(({ id }) => taken.includes(Number(id)))) throw new Error('duplicate');
      inserted.push(...rows);
    },
    refusal: (error) => (error instanceof Error ? error.message : undefined),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  expect(result.inserted).toBe(2496);
  expect(inserted).toHaveLength(2496);
  expect(result.bad.map(({ line, reason }) => [line, reason])).toEqual([
    [5, 'duplicate'],
    [702, 'id: Write a whole number.'],
    [2001, 'duplicate'],
    [2002, 'duplicate'],
  ]);
});

it('ends at an error that is not about the rows', async () => {
  const job = importRecords({
    records: jsonRecords(new File(['{"id":1}'], 'x.json'), () => undefined),
    convert: ({ values }) => ({ row: values }),
    insert: () => Promise.reject(new Error('The server does not answer.')),
    refusal: () => undefined,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  await expect(job).rejects.toThrow('does not answer');
});
