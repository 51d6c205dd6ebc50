import { compile } from '@selfdb/server/db/compile';
import { ValidationError } from '@selfdb/shared/errors';
import { expect, it } from 'vitest';
import { columnOf, metaOf } from '../../testing/table-meta.ts';
import { columnRef, getColumn, parseColumnList } from './columns.ts';

const names = ['a', 'b', 'Wide Name', 'last, first', '"quoted"', 'a"b', ' sp ', '__proto__', 'constructor'];
const table = metaOf(...names.map((name) => columnOf(name, 'text')));
const parse = (list: string) => parseColumnList(table, list, 'select').map(({ name }) => name);

it.each([
  ['a', ['a']],
  ['a,b', ['a', 'b']],
  [' a , b ', ['a', 'b']],
  ['a,', ['a']],
  ['b,a,b', ['b', 'a']],
  ['Wide Name,a', ['Wide Name', 'a']],
  ['"last, first",a', ['last, first', 'a']],
  ['a,"last, first"', ['a', 'last, first']],
  ['"""quoted""",a', ['"quoted"', 'a']],
  ['a"b', ['a"b']],
  ['"a""b"', ['a"b']],
  ['" sp "', [' sp ']],
  ['__proto__,constructor', ['__proto__', 'constructor']],
])('reads %s', (list, expected) => {
  expect(parse(list)).toEqual(expected);
});

it.each(['', ',', ' ', 'a,,b', ',a', '""'])('refuses the list "%s"', (list) => {
  expect(() => parse(list)).toThrow('must be column names separated by commas');
});

it.each(['c', 'A', 'toString', '"a', 'a b', '*', 'a;b'])('does not know %s', (list) => {
  expect(() => parse(list)).toThrow(`The table has no column ${JSON.stringify(list)}`);
});

it('reports the location of the unknown name', () => {
  try {
    getColumn(table, 'x"y', ['query', 'sort_by']);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({
      issues: [{ loc: ['query', 'sort_by'], msg: 'The table has no column "x\\"y"', type: 'unknown_field' }],
    });
  }
});

it('reads a long list of blanks in linear time', () => {
  const start = performance.now();
  expect(() => parse(`${' '.repeat(60_000)}x`)).toThrow(ValidationError);
  expect(() => parse('"a'.repeat(20_000))).toThrow(ValidationError);
  expect(performance.now() - start).toBeLessThan(500);
});

it('names the column of the row, quoted', () => {
  expect(compile(columnRef(columnOf('a"b', 'text'))).text).toBe('r."a""b"');
});
