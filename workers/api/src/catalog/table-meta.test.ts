import { expect, it } from 'vitest';
import { columnOf, idColumn, metaOf } from '../testing/table-meta.ts';
import { isSameTable, toColumns } from './table-meta.ts';

it.each([
  ['character', 'bpchar'],
  ['character[]', 'bpchar[]'],
  ['bit', '"bit"'],
  ['bit[]', '"bit"[]'],
  ['character varying', 'character varying'],
  ['bit varying', 'bit varying'],
  ['"char"', '"char"'],
  ['bpchar', 'bpchar'],
])('a value for %s is cast to %s, which truncates nothing', (cast, safe) => {
  expect(toColumns([columnOf('c', cast)])[0]?.cast).toBe(safe);
});

it('finds columns by any name, and the key in order', () => {
  const other = columnOf('__proto__', 'text', { primary_key: true });
  const meta = metaOf(idColumn, columnOf('toString', 'text'), other);
  expect(meta.columns.get('__proto__')).toEqual(other);
  expect(meta.columns.get('constructor')).toBeUndefined();
  expect(meta.primaryKey).toEqual([idColumn, other]);
});

it('is the same table only if everything that statements depend on is the same', () => {
  const meta = metaOf(idColumn);
  expect(isSameTable(meta, metaOf(idColumn))).toBe(true);
  const changes = [{ name: 'x' }, { oid: '2' }, { version: '2' }, { columnStamp: '2' }, { indexStamp: '2' }];
  for (const change of changes) expect(isSameTable(meta, { ...meta, ...change })).toBe(false);
  expect(isSameTable(meta, metaOf({ ...idColumn, cast: 'renamed' }))).toBe(false);
});
