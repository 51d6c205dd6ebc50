import { expect, it } from 'vitest';
import type { ColumnInfo } from '../table-types.ts';
import { addedColumn, columnPatch, draftOfColumn } from './column-change.ts';

const PRICE: ColumnInfo = { name: 'price', type: 'character varying(20)', nullable: true, default: 'none' };

it('a form that changes nothing sends nothing, whatever name the type is given', () => {
  const draft = draftOfColumn(PRICE);
  expect(columnPatch(PRICE, draft)).toBeUndefined();
  expect(columnPatch(PRICE, { ...draft, type: 'varchar(20)' })).toBeUndefined();
});

it('only what has changed is sent', () => {
  const draft = draftOfColumn(PRICE);
  expect(columnPatch(PRICE, { ...draft, name: 'cost' })).toEqual({ new_name: 'cost' });
  expect(columnPatch(PRICE, { ...draft, type: 'numeric', default: '1' })).toEqual({
    type: 'numeric',
    default_value: 1,
  });
  expect(columnPatch(PRICE, { ...draft, required: true })).toEqual({ nullable: false });
});

it('an emptied default is removed, and a default of an empty text is not', () => {
  const draft = draftOfColumn(PRICE);
  expect(columnPatch(PRICE, { ...draft, default: '' })).toEqual({ default_value: null });
  expect(columnPatch({ ...PRICE, default: '' }, draftOfColumn({ ...PRICE, default: '' }))).toBeUndefined();
});

it('a new column of a table has no primary key, and its default under the name of that route', () => {
  const draft = { ...draftOfColumn(PRICE), name: 'n', type: 'integer', default: '1', primary: true };
  expect(addedColumn(draft)).toEqual({ name: 'n', type: 'integer', default_value: 1 });
});
