import { expect, it } from 'vitest';
import { parseExact } from '../../../ui/format/exact-json.ts';
import { gridColumns } from '../values/column-kind.ts';
import { defaultHint, fieldsOfDraft, fieldsOfRow, readFields } from './field-state.ts';

const columns = gridColumns(
  [
    { name: 'id', type: 'bigint', nullable: false, primary_key: true },
    { name: 'title', type: 'text', nullable: true },
    { name: 'meta', type: 'jsonb', nullable: true },
    { name: 'made', type: 'timestamp with time zone', nullable: false, default: 'now()' },
  ],
  new Map(),
);
const row = {
  id: parseExact('9007199254740993'),
  title: '',
  meta: { a: 1 },
  made: '2026-01-01T00:00:00+00:00',
};

it('sends nothing of a row that was not touched, whatever its digits', () => {
  expect(readFields(fieldsOfRow(row, columns), columns, row)).toEqual({ values: {}, errors: {} });
});

it('tells NULL from an empty text', () => {
  const fields = fieldsOfRow(row, columns);
  expect(fields.title).toEqual({ mode: 'value', text: '' });
  const read = readFields({ ...fields, title: { mode: 'null', text: '' } }, columns, row);
  expect(read.values).toEqual({ title: null });
});

it('sends a changed document as a document, and says why a text is none', () => {
  const fields = fieldsOfRow(row, columns);
  expect(readFields({ ...fields, meta: { mode: 'value', text: '{"a": 2}' } }, columns, row).values).toEqual({
    meta: { a: 2 },
  });
  expect(readFields({ ...fields, meta: { mode: 'value', text: '{"a"' } }, columns, row).errors.meta).toMatch(
    /not JSON/,
  );
});

it('leaves to the database what was not filled in of a new row', () => {
  const fields = fieldsOfDraft({ title: 'x' }, columns);
  expect(readFields(fields, columns, undefined)).toEqual({ values: { title: 'x' }, errors: {} });
});

it('refuses NULL where the column needs a value', () => {
  const fields = { ...fieldsOfRow(row, columns), made: { mode: 'value' as const, text: '' } };
  expect(readFields(fields, columns, row).errors).toEqual({ made: 'This column needs a value.' });
});

it('says what a column is given by itself', () => {
  expect(columns.map(defaultHint)).toEqual(['Default: the next number', 'NULL', 'NULL', 'Default: now()']);
});
