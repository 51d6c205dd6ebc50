import { expect, it } from 'vitest';
import { listParams, readListState } from './list/list-state.ts';
import { decodeSegment, tablePath, tabOfPath } from './paths.ts';
import { addReferenceSql } from './references/reference-sql.ts';

it('the state of the list survives the URL, and what makes no sense counts as not given', () => {
  const state = { search: 'a&b', sort: { by: 'updated_at', order: 'desc' }, page: 3 } as const;
  expect(readListState(listParams(state))).toEqual(state);
  expect(readListState({ sort: 'owner', page: '-1', order: 'up' })).toEqual({
    search: '',
    sort: { by: 'name', order: 'asc' },
    page: 1,
  });
});

it('every name of a table has a URL; the names that a URL would lose are replaced by the id', () => {
  expect(tablePath({ name: 'a/b ü' }, 'schema')).toBe('/tables/a%2Fb%20%C3%BC/schema');
  expect(tabOfPath('/tables/a%2Fb/schema')).toBe('schema');
  expect(tabOfPath('/tables/schema')).toBe('rows');
  expect(tablePath({ name: '..', id: '0198' })).toBe('/tables/0198');
  expect(decodeSegment('a%2Fb')).toBe('a/b');
  expect(decodeSegment('100%')).toBe('100%');
});

it('names in the SQL of a reference can not end their quotes', () => {
  const reference = { table: 'b', column: 'id', onDelete: 'cascade' } as const;
  expect(addReferenceSql('a"b', 'x"; drop', reference)).toBe(
    `alter table public."a""b"
  add foreign key ("x""; drop")
  references public."b" ("id")
  on delete cascade`,
  );
});
